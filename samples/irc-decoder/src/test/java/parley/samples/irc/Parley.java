package parley.samples.irc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command {@code parley} in a process of its own, which knows this decoder by {@code --plugin-path} or not at all.
 *
 * @param errors what it wrote to standard error
 */
record Parley(int exitCode, String output, String errors) {
    /** The folder that Maven compiles this decoder into. */
    static final Path CLASSES = Path.of("target", "classes");

    /** @param scratch for what is printed */
    static Parley run(Path scratch, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--illegal-native-access=deny",
                "-cp",
                classPathWithoutThisDecoder(),
                "parley.cli.Parley"));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Path output = scratch.resolve("output");
        Path errors = scratch.resolve("errors");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        int exitCode = process.waitFor();
        return new Parley(exitCode, Files.readString(output), Files.readString(errors));
    }

    private static String classPathWithoutThisDecoder() {
        Path own = Path.of("target").toAbsolutePath();
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !Path.of(entry).toAbsolutePath().startsWith(own))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
