package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.TcpScript;

/** Times of captures whose interfaces count them differently, or that are none. */
class CaptureTimesTest {
    private static final int RESOLUTION = 9;
    private static final long SECONDS_2263 = 9_246_182_400L;

    @TempDir
    private Path folder;

    private Path file(PcapngBytes bytes) throws IOException {
        return Files.write(folder.resolve("times.pcapng"), bytes.octets());
    }

    private static List<Frame> handshake() {
        return TcpScript.parse("handshake").frames();
    }

    @Test
    void eachInterfacesResolutionIsKeptWhicheverIsFirst() throws IOException {
        PcapngBytes bytes = new PcapngBytes(ByteOrder.LITTLE_ENDIAN)
                .section(ByteOrder.LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .networkInterface(LinkType.ETHERNET, 0, PcapngBytes.Option.octet(RESOLUTION, 9));
        List<Frame> frames = handshake();
        bytes.packet(0, 5_000_000L, frames.get(0));
        bytes.packet(1, 5_000_000_350L, frames.get(1));
        bytes.packet(1, 5_000_000_700L, frames.get(2));
        Path capture = file(bytes);
        assertEquals(
                List.of("0.000000", "0.000000350", "0.000000700"),
                Reports.column(Reports.rows(CsvReport.PACKETS, capture), "Time"));
        assertEquals(List.of("0.000000700"), Reports.column(Reports.rows(CsvReport.HANDSHAKES, capture), "rtt"));
    }

    @Test
    void aTimeBeyond2262IsNoneAndIsNotWrapped() throws IOException {
        PcapngBytes bytes = new PcapngBytes(ByteOrder.BIG_ENDIAN)
                .section(ByteOrder.BIG_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0);
        handshake().forEach(frame -> bytes.packet(0, SECONDS_2263 * 1_000_000, frame));
        Path capture = file(bytes);
        assertEquals(List.of("", "", ""), Reports.column(Reports.rows(CsvReport.PACKETS, capture), "Time"));
        List<String> statements = Reports.column(Reports.rows(CsvReport.FINDINGS, capture), "statement");
        assertTrue(
                statements.stream()
                        .anyMatch(told -> told.startsWith("3 packets have no time, or one outside 1677 to 2262")),
                statements::toString);
    }
}
