package parley.benchmarks.chat;

import picocli.CommandLine;

/** A command of this package as a process of its own. */
final class Program {
    private Program() {}

    /** Runs the command and ends; what fails is said in one line. */
    static void run(Object command, String[] arguments) {
        System.exit(new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    System.err.println(line.getCommandName() + ": " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }
}
