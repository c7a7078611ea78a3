package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, without any native access: nothing is printed that nobody asked for. */
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

    private Run parley(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                "parley.cli.Parley"));
        command.addAll(List.of(args));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_TOOL_OPTIONS");
        environment.remove("JDK_JAVA_OPTIONS");
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
