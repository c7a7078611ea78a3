package parley.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a capture holds, its analysis needs no more than a small heap, and says what it had no room for. */
class HostileCapturesTest {
    private static Path directory = Path.of("");
    private static ChildJvm.Run run = new ChildJvm.Run(0, "", "");

    @BeforeAll
    static void analyze(@TempDir Path reports) throws IOException, InterruptedException {
        directory = reports;
        run = ChildJvm.run(
                directory,
                ChildJvm.java(List.of("-Xmx128m", "-XX:+UseSerialGC"), HostileAnalysis.class, directory.toString()));
    }

    @ParameterizedTest
    @EnumSource
    void aSmallHeapIsEnoughAndTheLimitIsSaid(HostileShape shape) throws IOException {
        assertTrue(run.errors().contains(shape + " ended with 0"), run.errors());
        Path report = directory.resolve(shape.name()).resolve(shape.report());
        try (Stream<String> lines = Files.lines(report, StandardCharsets.UTF_8)) {
            assertTrue(lines.anyMatch(line -> line.contains(shape.said())), shape.said());
        }
        assertTrue(Files.size(directory.resolve(shape.name()).resolve("report.html")) > 0);
    }
}
