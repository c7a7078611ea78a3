package parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Analyzes each of the {@link HostileShape}s with all reports, one after the other in one process. */
final class HostileAnalysis {
    private HostileAnalysis() {}

    /** @param args the directory in which a directory of each shape has its reports; says how each ended */
    public static void main(String... args) throws IOException {
        Path directory = Path.of(args[0]);
        for (HostileShape shape : HostileShape.values()) {
            Path file = directory.resolve("capture.pcapng");
            try (HostileCapture capture = new HostileCapture(file)) {
                shape.write(capture);
            }
            int exitCode = Parley.run(
                    "analyze",
                    file.toString(),
                    "-o",
                    directory.resolve(shape.name()).toString());
            System.err.println(shape + " ended with " + exitCode);
            Files.delete(file);
        }
    }
}
