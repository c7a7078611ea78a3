/**
 * The {@code parley} command: {@link parley.cli.Parley} gathers the commands of server, client and analyzer
 * ({@link parley.cli.Commands}) and gives all of them the same manners: exit codes, one line for an error
 * ({@link parley.cli.Failures}), UTF-8 on the standard streams ({@link parley.cli.StandardOutput}).
 *
 * <p>A command does its work on the thread that calls it and ends by returning an exit code or by throwing:
 * {@link picocli.CommandLine.ParameterException} for wrong usage, {@link java.io.IOException} with a complete line for a
 * failure.
 */
@NullMarked
package parley.cli;

import org.jspecify.annotations.NullMarked;
