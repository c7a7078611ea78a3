package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.TcpFrame;
import parley.analyzer.testing.TcpScript;

class PacketDetailsTest {
    private static final int ROUNDS = 300;

    private static String shown(PacketSource source, long number) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        try {
            new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(new PacketDetails(out, number, source)))
                    .run(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private static String shown(int linkType, byte[] octets) {
        return shown(new FrameSource(linkType, List.of(Frame.of(TcpScript.START_NANOS, octets))), 1);
    }

    /** Of a pcapng file with a name resolution block. */
    @Test
    void addressesHaveTheNamesThatTheFileHas(@TempDir Path folder) throws IOException {
        byte[] packet = TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
                .octets();
        PcapngBytes bytes = new PcapngBytes(ByteOrder.BIG_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0)
                .block(4, HexFormat.of().parseHex("0001 0009 0a000002 6368617400 000000".replace(" ", "")), new byte[4])
                .packet(0, 0, Frame.of(0, packet));
        Path file = Files.write(folder.resolve("named.pcapng"), bytes.octets());

        try (PacketSource source = CaptureFile.open(file)) {
            assertContains(shown(source, 1), "[Names that the file has]", "  10.0.0.2 chat");
        }
    }

    private static void assertContains(String shown, String... parts) {
        for (String part : parts) {
            assertTrue(shown.contains(part), () -> "no '" + part + "' in\n" + shown);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ethernet, [Ethernet Header",
        "null, [BSD loopback header (4 bytes)]",
        "loop, [OpenBSD loopback header (4 bytes)]",
        "raw, Link type: 101 (raw IP)",
        "sll, [Linux cooked v1 header (16 bytes)]",
        "sll2, [Linux cooked v2 header (20 bytes)]"
    })
    void everyLayerOfEveryLinkTypeIsShown(String link, String header) {
        TcpScript script = TcpScript.parse("link " + link + "\nhandshake\nC data 'hello'\n");
        String shown = shown(new FrameSource(script.linkType(), script.frames()), 4);
        assertContains(
                shown,
                "[Frame 4]",
                "Arrival time: 2026-01-01T00:00:00.003Z (0.003000000 s since the first packet)",
                header,
                "[IPv4 Header",
                "[TCP Header",
                "tcp.stream: 0, sent by the client",
                "tcp.seq: 1, tcp.nxtseq: 6, tcp.ack: 1 (relative)",
                "40000 → 10000 [PSH, ACK] Seq=1 Ack=1",
                "Hex stream: 68 65 6c 6c 6f");
    }

    @Test
    void ipv6IsShown() {
        TcpScript script = TcpScript.parse("client [2001:db8::1]:40000\nserver [2001:db8::2]:10000\nhandshake\n");
        assertContains(shown(new FrameSource(script.linkType(), script.frames()), 1), "[IPv6 Header", "[TCP Header");
    }

    @Test
    void anOptionWithoutValueLeavesTheOtherLayersShown() {
        byte[] octets = TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
                .tcpOptions(14, 2)
                .payload(new byte[] {1, 2})
                .octets();
        assertContains(
                shown(LinkType.ETHERNET, octets), "[IPv4 Header", "[TcpPacket]\n  not shown: ", "Hex stream: 01 02");
    }

    @Test
    void noEscapeSequenceReachesTheTerminal() {
        TcpScript script = TcpScript.parse("C data '\\x1b]0;gotcha\\x07'");
        String shown = shown(new FrameSource(script.linkType(), script.frames()), 1);
        assertTrue(shown.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c)), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ethernet", "null", "loop", "raw", "sll", "sll2"})
    void aPacketCutAnywhereIsShownAsFarAsItGoes(String link) {
        TcpScript script = TcpScript.parse("link " + link + "\nC SYN mss=1460 sack wscale=7\n");
        byte[] octets = script.frames().getFirst().octets();
        for (int length = 0; length < octets.length; length++) {
            String shown = shown(script.linkType(), Arrays.copyOf(octets, length));
            assertContains(shown, "Length: " + length + " bytes on the wire", "[Octets]");
            assertTrue(length == 0 || shown.contains("[Malformed]"), shown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ethernet", "null", "loop", "raw", "sll", "sll2"})
    void aGarbledPacketIsShownWhateverItIs(String link) {
        TcpScript script = TcpScript.parse("link " + link + "\nC SYN mss=1460 sack wscale=7 ts=1/0\nC data 'hello'\n");
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] octets = script.frames().get((int) (seed % 2)).octets().clone();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            try {
                assertContains(shown(script.linkType(), octets), "[Frame 1]", "[Octets]");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
