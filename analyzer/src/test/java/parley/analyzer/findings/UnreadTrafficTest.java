package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.capture.LinkType;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.TerminalSummary;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpFrame;

/** What is told of packets that have no TCP, or whose TCP is out of reach. */
class UnreadTrafficTest {
    private static final byte[] TCP = TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
            .linkType(LinkType.RAW)
            .octets();
    private static final byte[] WIREGUARD =
            bytes("45000028 00000000 40110000 c0000201 c0000202 ca6cca6c 00140000" + "04000000 01000000 00000000");
    private static final byte[] ESP = bytes("4500001c 00000000 40320000 c0000201 c0000202 00000001 00000001");
    private static final byte[] DNS = bytes("4500001c 00000000 40110000 c0000201 c0000202 c0000035 00080000");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String statement(FindingKind kind, int linkType, byte[]... packets) throws IOException {
        return told(new StringBuilder(), linkType, packets).stream()
                .filter(finding -> finding.id().equals(kind.id()))
                .map(Finding::statement)
                .reduce("", String::concat);
    }

    private static List<Finding> told(StringBuilder summary, int linkType, byte[]... packets) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (byte[] packet : packets) {
            frames.add(Frame.of(0, packet));
        }
        try (TerminalSummary terminal = new TerminalSummary(summary, 200, false, AnalysisDepth.FINDINGS)) {
            return new Analysis(AnalysisOptions.DEFAULT, List.of(terminal), List.of())
                    .run(new FrameSource(linkType, frames))
                    .findings();
        }
    }

    @Test
    void aCaptureWithoutTcpSaysWhatItHasInItsPlace() throws IOException {
        assertEquals(
                "No TCP could be read, so nothing else was looked at: the capture has 2 packets of UDP on port 53 (DNS) and"
                        + " 1 packet of UDP on port 51820 (WireGuard). Capture at an end of the tunnel, on the tunnel's own"
                        + " interface.",
                statement(FindingKind.NO_TCP, LinkType.RAW, DNS, DNS, WIREGUARD));
    }

    @Test
    void problemsAreNotNoneWhereNothingWasLookedAt() throws IOException {
        for (byte[][] packets : List.of(new byte[][] {}, new byte[][] {DNS}, new byte[][] {new byte[0]})) {
            StringBuilder summary = new StringBuilder();
            told(summary, LinkType.RAW, packets);
            assertFalse(summary.toString().contains("None"), summary::toString);
        }
    }

    @Test
    void besideTcpOnlyWhatMayHoldMoreOfItIsANote() throws IOException {
        StringBuilder summary = new StringBuilder();
        told(summary, LinkType.RAW, TCP, DNS);
        assertFalse(summary.toString().contains("DNS"), summary::toString);
        assertEquals(
                "Besides TCP the capture has 1 packet of UDP on port 53 (DNS).",
                statement(FindingKind.OTHER_TRAFFIC, LinkType.RAW, TCP, DNS));
        assertEquals(
                "2 packets are ESP (IPsec): TCP in them is not read. Capture at an end of the tunnel, on the tunnel's own"
                        + " interface.",
                statement(FindingKind.TUNNEL_UNREAD, LinkType.RAW, TCP, ESP, DNS, ESP));
    }

    @Test
    void encrypted80211IsSaidToBe() throws IOException {
        byte[] encrypted = bytes("08420000 020000000002 020000000001 020000000003 0000 0000000000000000");
        assertTrue(statement(FindingKind.NO_TCP, LinkType.IEEE_802_11, encrypted)
                .contains("1 packet of encrypted 802.11. Capture on the interface of the station"));
    }

    @Test
    void anAggregateOfWhichOnePacketIsReadSaysSo() throws IOException {
        String length = HexFormat.of().toHexDigits((short) (8 + TCP.length));
        String subframe = "020000000002 020000000001" + length + "aaaa03000000 0800"
                + HexFormat.of().formatHex(TCP);
        String padding = "00".repeat((4 - (22 + TCP.length) % 4) % 4);
        byte[] two = bytes("88020000 020000000002 020000000001 020000000003 0000 8000" + subframe + padding + subframe);
        byte[] one = bytes("88020000 020000000002 020000000001 020000000003 0000 8000" + subframe);
        assertTrue(statement(FindingKind.AGGREGATE_UNREAD, LinkType.IEEE_802_11, one, two)
                .startsWith("1 frame aggregates several packets (A-MSDU)"));
        assertEquals("", statement(FindingKind.AGGREGATE_UNREAD, LinkType.IEEE_802_11, one));
    }

    @Test
    void aLinkTypeThatIsNotReadIsNamed() throws IOException {
        assertEquals(
                "1 packet has the link type Bluetooth H4, which is not decoded. Capture on another interface, or if the type"
                        + " is not the packets' own, set it right: editcap -T.",
                statement(FindingKind.LINK_TYPE_UNDECODED, 187, DNS));
    }
}
