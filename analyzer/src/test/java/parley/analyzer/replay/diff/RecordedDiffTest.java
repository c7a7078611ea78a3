package parley.analyzer.replay.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;

/** Recordings of real conversations. */
class RecordedDiffTest {
    private static ComparedCapture capture(String name) throws IOException {
        Path file = Path.of("src", "test", "resources").resolve(name);
        try (PacketSource source = CaptureFile.open(file)) {
            return ComparedCapture.read(name, source, AnalysisOptions.DEFAULT);
        }
    }

    private static CaptureDiff diff(String a, String b) throws IOException {
        return Differ.diff(capture(a), capture(b), DiffOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "captures/own/seed-session.pcapng",
                "captures/own/lossy-1.pcapng",
                "captures/own/random-1.pcap",
                "captures/own/random-2.pcap",
                "diff/four-users-lossy.pcap"
            })
    void aCaptureIsAsItselfIs(String name) throws IOException {
        assertFalse(diff(name, name).isDifferent(true));
    }

    @Test
    void overABadLinkNoMessageDiffersButTimingAndTransportDo() throws IOException {
        for (CaptureDiff diff : List.of(
                diff("diff/four-users-clean.pcap", "diff/four-users-lossy.pcap"),
                diff("diff/four-users-lossy.pcap", "diff/four-users-clean.pcap"))) {
            assertEquals(0, diff.differences());
            assertEquals(
                    87,
                    diff.connections().stream()
                            .mapToLong(ConnectionDiff::expected)
                            .sum());
            assertTrue(diff.connections().stream()
                    .noneMatch(connection -> connection.transport().isEmpty()));
        }
        CaptureDiff slower = diff("diff/four-users-clean.pcap", "diff/four-users-lossy.pcap");
        assertEquals(10, slower.slower());
        assertEquals(15, slower.transportDifferences());
        assertTrue(slower.connections().stream()
                .flatMap(connection -> connection.transport().stream())
                .anyMatch(each -> each.what().equals("server, retransmissions")));
    }
}
