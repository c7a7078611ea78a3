package parley.server;

import parley.server.command.ServerCommand;
import picocli.CommandLine;

/** The command {@code server} in a process of its own. */
final class ServerProcess {
    private ServerProcess() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServerCommand()).execute(arguments));
    }
}
