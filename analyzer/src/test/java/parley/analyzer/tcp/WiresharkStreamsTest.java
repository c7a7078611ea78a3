package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import parley.analyzer.capture.CaptureFile;

/** The octets of each direction are those that Wireshark follows. */
class WiresharkStreamsTest {
    /** Where Wireshark's text differs from the truth of the capture, and how. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "aboutsip-graceful_simultaneous.pcap", "a hole with nothing behind it is not shown",
            "arkime-tcp-reassembly-synthetic.pcap", "the note in place of a hole ends in a NUL that passes for data",
            "seladb-tcp-reassembly.pcap", "its second stream is quoted inside sFlow, which is not decoded",
            "seladb-unidirectional_tcp_stream_with_missing_packet.pcap",
                    "what is behind a hole that nobody acknowledged is not shown",
            "zeek-miss_end_data.pcap", "a hole with nothing behind it is not shown",
            "zeek-retransmit-fast009.pcap", "packets snapped to their headers are not shown as holes");

    @TestFactory
    Stream<DynamicTest> ownCapturesHaveWiresharksStreams() throws IOException {
        return WiresharkCaptures.own().tests("streams", WiresharkStreamsTest::compare);
    }

    @TestFactory
    Stream<DynamicTest> namedCapturesHaveWiresharksStreams() throws IOException {
        return WiresharkCaptures.namedTests("streams", WiresharkStreamsTest::compare);
    }

    private static void compare(WiresharkCaptures.WiresharkCase wiresharkCase) {
        String reason = DIFFERENT.get(wiresharkCase.capture().getFileName().toString());
        assumeTrue(reason == null, () -> "in Wireshark's text " + reason);
        List<Map<String, String>> expected = wiresharkCase.rows();
        StreamRecorder recorder = new StreamRecorder(ReassemblyLimits.DEFAULT);
        try {
            recorder.run(CaptureFile.open(wiresharkCase.capture()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        recorder.table.finish();
        List<Map<String, String>> actual = new ArrayList<>();
        for (Map<String, String> row : expected) {
            actual.add(row(recorder, Integer.parseInt(row.get("tcp.stream")), Integer.parseInt(row.get("node"))));
        }
        assertEquals(expected.size(), 2 * recorder.table.count());
        assertEquals(expected, actual);
    }

    private static Map<String, String> row(StreamRecorder recorder, int stream, int node) {
        StreamRecorder.Direction direction = recorder.direction(stream, node);
        return Map.of(
                "tcp.stream", String.valueOf(stream),
                "node", String.valueOf(node),
                "endpoint", direction.endpoint,
                "bytes", String.valueOf(direction.octets.size()),
                "sha256", sha256(direction.octets.toByteArray()),
                "gap", direction.missing > 0 ? "1" : "0");
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
