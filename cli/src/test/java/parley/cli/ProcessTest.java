package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, without any native access: nothing is printed that nobody asked for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void theVersionIsAllThatIsPrinted() throws Exception {
        Run run = parley("--version");

        assertEquals(0, run.exitCode());
        assertEquals("", run.errors());
        assertEquals(1, run.output().lines().count());
    }

    @Test
    void helpIsAllThatIsPrinted() throws Exception {
        Run run = parley("--help");

        assertEquals(0, run.exitCode());
        assertEquals("", run.errors());
    }

    @Test
    void theExitCodeIsTheProcesss() throws Exception {
        Run run = parley("no-such-command");

        assertEquals(2, run.exitCode());
        assertEquals("", run.output());
        assertTrue(run.errors().startsWith("parley: no such command"), run.errors());
    }

    @Test
    void theServerListensWithoutNativeAccess() throws Exception {
        Process server = java("server", "--port", "0").redirectErrorStream(true).start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String first = lines.readLine();
            assertTrue(first != null && first.startsWith("listening on 127.0.0.1 port "), first);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private Run parley(String... args) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = java(args)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        int exitCode = process.waitFor();
        return new Run(exitCode, Files.readString(output), Files.readString(errors));
    }

    private static ProcessBuilder java(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                "parley.cli.Parley"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder;
    }
}
