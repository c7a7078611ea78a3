package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpChecksum;

class ChecksumFindingsTest {
    /** Wireshark calls both bad, and asks whether the second is the card's. */
    private static final Set<TcpChecksum> SUSPECTED = EnumSet.of(TcpChecksum.WRONG, TcpChecksum.PSEUDO_HEADER_ONLY);

    private static final Path OWN = Path.of("src/test/resources/captures/own");

    private static List<Finding> findings(Path capture) throws IOException {
        try (PacketSource source = CaptureFile.open(capture)) {
            return new Analysis(AnalysisOptions.DEFAULT.withChecksums(true), List.of(), List.of())
                    .run(source).findings().stream()
                            .filter(finding -> finding.id().startsWith("checksums-"))
                            .toList();
        }
    }

    @Test
    void loopbackLeavesThemOut() throws IOException {
        assertEquals(
                List.of(
                        "Of 141 IPv4 headers none has a wrong checksum.",
                        "Of 141 TCP segments none has a wrong checksum; 137 have only the pseudo-header's: the host that"
                                + " sent them leaves the rest to its network interface (checksum offload)."),
                findings(OWN.resolve("seed-session.pcapng")).stream()
                        .map(Finding::statement)
                        .toList());
    }

    @Test
    void unaskedNothingIsSaid() throws IOException {
        try (PacketSource source = CaptureFile.open(OWN.resolve("seed-session.pcapng"))) {
            assertEquals(
                    0,
                    new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                            .run(source).findings().stream()
                                    .filter(finding -> finding.id().startsWith("checksums-"))
                                    .count());
        }
    }

    /** Of the captures that {@code -Dparley.captures} names. */
    @TestFactory
    Stream<DynamicTest> tsharkFindsTheSameFramesWrong() throws IOException {
        String named = System.getProperty("parley.captures", "");
        assumeTrue(!named.isEmpty(), "no captures: name their folder with -Dparley.captures=FOLDER");
        Tshark.assumeInstalled();
        try (Stream<Path> files = Files.list(Path.of(named, "public"))) {
            return files
                    .filter(file -> Files.exists(Path.of(named, "expected", file.getFileName() + ".segments.csv")))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
        }
    }

    private static void compare(Path capture) throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        AnalysisListener listener = new AnalysisListener() {
            @Override
            public void packet(DecodedPacket packet, @Nullable Segment segment) {
                if (packet.hasTcp() && SUSPECTED.contains(TcpChecksum.of(packet))) {
                    ours.add(packet.packet().number());
                }
            }
        };
        try (PacketSource source = CaptureFile.open(capture)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(listener)).run(source);
        }
        Process process = new ProcessBuilder(
                        "tshark",
                        "-n",
                        "-r",
                        capture.toString(),
                        "-o",
                        "tcp.check_checksum:TRUE",
                        "-Y",
                        "tcp.checksum.status == 0 && !icmp",
                        "-T",
                        "fields",
                        "-e",
                        "frame.number")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<Long> theirs = new ArrayList<>();
        out.lines().forEach(line -> theirs.add(Long.valueOf(line.strip())));
        assertEquals(theirs, ours);
    }
}
