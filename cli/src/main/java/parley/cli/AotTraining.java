package parley.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * The run whose loaded classes go into the JVM's ahead-of-time cache ({@code -XX:AOTCacheOutput}), from which later runs
 * start faster. One JVM goes through what people wait for; a command that fails has loaded its classes too. What it
 * prints is of no interest.
 */
final class AotTraining {
    private AotTraining() {}

    /**
     * Goes through the commands once.
     *
     * @param args the directory of the samples, and a directory to write reports into
     */
    public static void main(String... args) {
        for (List<String> commandLine : commandLines(Path.of(args[0]), Path.of(args[1]))) {
            Parley.run(commandLine.toArray(String[]::new));
        }
        System.exit(0);
    }

    private static List<List<String>> commandLines(Path samples, Path scratch) {
        String session = samples.resolve("seed-session.pcapng").toString();
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("interfaces"),
                List.of("analyze", session, "-o", scratch.toString()),
                List.of("packet", session, "1"),
                List.of("follow", session, "0"),
                List.of("client", "--help"));
    }
}
