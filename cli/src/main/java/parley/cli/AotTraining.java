package parley.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The run whose loaded classes go into the JVM's ahead-of-time cache ({@code -XX:AOTCacheOutput}), from which later runs
 * start faster. One JVM goes through the commands that people wait for; nothing is printed, and a command that fails has
 * loaded its classes too.
 */
final class AotTraining {
    private AotTraining() {}

    /** @param args the directory of the samples, and a directory to write reports into */
    public static void main(String... args) {
        Path samples = Path.of(args[0]);
        Path scratch = Path.of(args[1]);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        for (String[] commandLine : commandLines(samples, scratch)) {
            Parley.run(() -> false, Commands.neededFor(commandLine), commandLine);
        }
    }

    private static List<String[]> commandLines(Path samples, Path scratch) {
        return List.of(new String[] {"--version"}, new String[] {"--help"}, new String[] {"no-such-command"});
    }
}
