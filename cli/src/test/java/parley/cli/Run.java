package parley.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One run of the command in this JVM: its exit code and what it printed. */
record Run(int exitCode, String output, String errors) {
    static Run of(List<Class<?>> commands, String... args) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        return run(output, output, commands, args);
    }

    /** With a standard output of one's own; the run's output is then empty. */
    static Run onto(OutputStream standardOutput, List<Class<?>> commands, String... args) {
        return run(standardOutput, new ByteArrayOutputStream(), commands, args);
    }

    private static Run run(
            OutputStream standardOutput, ByteArrayOutputStream kept, List<Class<?>> commands, String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Thread.UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
        StandardOutput output = new StandardOutput(standardOutput);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setOut(output.printStream());
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int code = Parley.run(output::readerGone, commands, args);
            return new Run(code, kept.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            Thread.setDefaultUncaughtExceptionHandler(uncaught);
        }
    }
}
