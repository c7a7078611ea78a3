package parley.analyzer.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * A command as it ran in this process.
 *
 * @param out standard output, whether written as text or as octets
 * @param error what went wrong, as the command said it; else what it wrote to standard error
 */
record CommandRun(int exit, String out, String error) {
    static CommandRun of(Object command, String... arguments) {
        return withInput(new byte[0], command, arguments);
    }

    static CommandRun withInput(byte[] input, Object command, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream standardOutput = System.out;
        InputStream standardInput = System.in;
        PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8);
        try {
            System.setOut(captured);
            System.setIn(new ByteArrayInputStream(input));
            int exit = new CommandLine(command)
                    .setOut(new PrintWriter(captured, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(err, true))
                    .setParameterExceptionHandler((wrong, given) -> {
                        err.write(String.valueOf(wrong.getMessage()));
                        return CommandLine.ExitCode.USAGE;
                    })
                    .setExecutionExceptionHandler((failure, line, result) -> {
                        err.write(String.valueOf(failure.getMessage()));
                        return CommandLine.ExitCode.SOFTWARE;
                    })
                    .execute(arguments);
            return new CommandRun(exit, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(standardOutput);
            System.setIn(standardInput);
        }
    }
}
