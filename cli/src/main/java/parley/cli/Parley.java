package parley.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code parley}. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C, 141 when whoever read
 * standard output has gone.
 */
@Command(
        name = "parley",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        header = "A reference TCP chat, and the toolkit that shows, explains and replays what is on its wire.",
        commandListHeading = "%nCommands:%n",
        footer = {"", "'parley COMMAND --help' explains a command."})
public final class Parley implements Runnable {
    private static final int READER_GONE = 141;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "With an error, show where in the program it came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Parley() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... args) {
        StandardOutput output = StandardOutput.install();
        int code = run(output::readerGone, Commands.neededFor(args), args);
        System.exit(code);
    }

    /**
     * Runs a command on the standard streams.
     *
     * @param readerGone whether nobody reads standard output any more: then the end is quiet
     * @return the exit code
     */
    static int run(BooleanSupplier readerGone, List<Class<?>> commands, String... args) {
        Parley parley = new Parley();
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> parley.failed(failure, err, readerGone.getAsBoolean()));
        try {
            int code = parley.commandLine(commands, readerGone).execute(args);
            System.out.flush();
            return code;
        } catch (Throwable failure) {
            return parley.failed(failure, err, readerGone.getAsBoolean());
        }
    }

    private CommandLine commandLine(List<Class<?>> commands, BooleanSupplier readerGone) {
        CommandLine line = new CommandLine(this);
        commands.forEach(line::addSubcommand);
        return line.setExpandAtFiles(false)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, args) -> misused(wrong))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failed(failure, command.getErr(), readerGone.getAsBoolean()));
    }

    private int misused(ParameterException wrong) {
        Failures.print(wrong.getCommandLine().getErr(), Failures.ofUsage(wrong), wrong, debug);
        return CommandLine.ExitCode.USAGE;
    }

    private int failed(Throwable failure, PrintWriter err, boolean readerGone) {
        if (readerGone) {
            return READER_GONE;
        }
        Failures.print(err, Failures.of(failure), failure, debug);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
