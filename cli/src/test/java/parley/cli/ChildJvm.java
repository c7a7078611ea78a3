package parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command in a JVM of its own, to which native access is denied unless told otherwise. */
final class ChildJvm {
    /** What a run printed and how it ended. */
    record Run(int exitCode, String output, String errors) {}

    /** It lives for seconds: most of them would go into compiling it well. */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private ChildJvm() {}

    /** {@code parley ARGS} without native access. */
    static ProcessBuilder java(String... args) {
        return java(List.of("--illegal-native-access=deny"), args);
    }

    /** {@code parley ARGS} with options for the JVM. */
    static ProcessBuilder java(List<String> options, String... args) {
        return java(options, Parley.class, args);
    }

    /** A class's main method, with options for the JVM. */
    static ProcessBuilder java(List<String> options, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder;
    }

    /** Runs to the end; what is printed passes through files in the directory. */
    static Run run(Path directory, ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        int exitCode = process.waitFor();
        return new Run(exitCode, Files.readString(output), Files.readString(errors));
    }
}
