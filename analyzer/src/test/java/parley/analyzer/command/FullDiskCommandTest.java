package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpFrame;

/** What is written to a disk of 32 MiB. */
class FullDiskCommandTest {
    private static final int PACKETS = 200_000;

    @TempDir
    private Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=32m", "parley-test", disk.toString()), "no disk can be made");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", disk.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void aPackedCaptureThatWouldFillTheDiskEndsBeforeAndTheReportsAreWhole() throws IOException {
        Path bomb = bomb();
        assertTrue(Files.size(bomb) < 1 << 20, "it is small");
        Path reports = disk.resolve("reports");

        CommandRun run = CommandRun.of(new AnalyzeCommand(), bomb.toString(), "-o", reports.toString());

        assertEquals(1, run.exit());
        List<String> packets = Files.readAllLines(reports.resolve("packets.csv"));
        int read = packets.size() - 1;
        assertEquals(
                "only 16 MiB are free on the disk of " + reports + ": stopped after " + "%,d".formatted(read)
                        + " packets; free some space, or name a directory on another disk with -o",
                run.error());
        assertTrue(read > 1_000 && read < PACKETS, () -> read + " packets");
        assertTrue(packets.getLast().startsWith(read + ","), packets::getLast);
        List<String> segments = Files.readAllLines(reports.resolve("segments.csv"));
        assertEquals(read, segments.size() - 1);
        assertTrue(segments.getLast().startsWith(read + ","), segments::getLast);
        assertTrue(Files.readString(reports.resolve("report.html")).endsWith("</html>\n"));
        assertTrue(Files.getFileStore(disk).getUsableSpace() > 8 << 20, "the disk is not full");
    }

    private Path bomb() throws IOException {
        byte[] octets = TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:80"))
                .linkType(LinkType.RAW)
                .octets();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            frames.add(Frame.of(i, octets));
        }
        Path bomb = directory.resolve("bomb.pcap.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            out.write(PcapBytes.of(LinkType.RAW, frames));
        }
        return bomb;
    }
}
