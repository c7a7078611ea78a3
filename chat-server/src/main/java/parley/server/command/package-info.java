/** The command {@code server}: options to a {@link parley.server.ServerOptions}, and a server until it is stopped. */
@NullMarked
package parley.server.command;

import org.jspecify.annotations.NullMarked;
