package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

/** LiveText, StreamDump and HexDump: what people see of the wire. */
class WireTextTest {
    /** Escape sequences in what a client says and in its name; CSI also as one character, a line that turns around. */
    private static final String HOSTILE = """
            handshake
            S data 'welcome to the chat\\n'
            C data '\\x1b]0;gotcha\\x07'
            S data 'online: \\x1b]0;gotcha\\x07\\n'
            C data 'a\\xc2\\x9b2Jb\\xe2\\x80\\xaec\\rd'
            S ACK
            """;

    private static final String CHAT = """
            handshake
            S data 'welcome to the chat\\n'
            C ACK
            C data 'Of'
            C data 'ir\\n'
            S data 'hello Ofir\\n'
            C ACK
            S data 'lost'
            unseen
            C ACK
            S data 'joined: Emily\\n'
            close
            """;

    private static void run(String script, AnalysisListener listener) {
        try {
            new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(listener))
                    .run(TcpScript.parse(script).source());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String live(String script, boolean everySegment) {
        return live(script, everySegment, false);
    }

    private static String live(String script, boolean everySegment, boolean colours) {
        StringWriter out = new StringWriter();
        LiveText text = new LiveText(new PrintWriter(out), everySegment, colours);
        run(script, text);
        text.end();
        return out.toString();
    }

    private static String dump(String script, StreamDump.Form form, boolean client, boolean server) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        run(script, new StreamDump(out, new PrintWriter(err), form, client, server));
        return out.toString(StandardCharsets.UTF_8) + err;
    }

    private static void assertHarmless(String shown) {
        assertTrue(shown.codePoints().allMatch(c -> c == '\n' || (!Character.isISOControl(c) && c != 0x202e)), shown);
    }

    @Test
    void noEscapeSequenceReachesTheTerminalLive() {
        assertHarmless(live(HOSTILE, false));
        assertHarmless(live(HOSTILE, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "HEX"})
    void noEscapeSequenceReachesTheTerminalFromADump(StreamDump.Form form) {
        assertHarmless(dump(HOSTILE, form, true, true));
    }

    @Test
    void aMessageIsALineWithItsLayers() {
        List<String> lines = live(CHAT, false).lines().toList();
        assertEquals(
                "0.002000  connected  10.0.0.1:40000 → 10.0.0.2:10000  handshake in frames 1, 2, 3",
                lines.getFirst().replaceAll(" {2,}", "  "));
        assertEquals(
                "0.003000  welcome    server: welcome to the chat                           frame 4  [PSH, ACK] Seq=1"
                        + " Ack=1 Len=20  10.0.0.2:10000 → 10.0.0.1:40000",
                lines.get(1));
        assertTrue(
                lines.get(2).contains("name       Ofir → server: Ofir")
                        && lines.get(2).contains("frames 6-7"),
                lines.get(2));
        assertTrue(lines.stream().anyMatch(line -> line.contains("missing    4 bytes of 10.0.0.2:10000")));
        assertTrue(lines.getLast().contains("FIN        10.0.0.2:10000 → 10.0.0.1:40000"), lines.getLast());
    }

    @Test
    void whatDoesNotFitTheTerminalHasItsLayersInASecondLine() {
        StringWriter out = new StringWriter();
        LiveScreen screen = new LiveScreen(new PrintWriter(out), null, () -> 0);
        LiveText text = new LiveText(screen, false, false, 80);
        run(CHAT, text);
        text.end();
        List<String> lines = out.toString().lines().toList();
        assertEquals("0.003000  welcome    server: welcome to the chat", lines.get(2));
        assertEquals("  frame 4  [PSH, ACK] Seq=1 Ack=1 Len=20  10.0.0.2:10000 → 10.0.0.1:40000", lines.get(3));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), out.toString());
    }

    @Test
    void whatIsWrongWithASegmentIsALine() {
        List<String> lines = live("""
                        handshake
                        S data 'welcome to the chat\\n'
                        C ACK
                        S data 'welcome to the chat\\n' seq=1
                        C ACK win=0
                        S RST
                        """, false)
                .lines()
                .map(line -> line.replaceAll(" {2,}", "  "))
                .toList();
        assertTrue(
                lines.contains("0.005000  resent  spurious retransmission of 20 bytes  frame 6  [PSH, ACK] Seq=1 Ack=1"
                        + " Len=20  10.0.0.2:10000 → 10.0.0.1:40000"),
                String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains("stalled  zero window")), String.join("\n", lines));
        assertTrue(lines.getLast().contains("RST  10.0.0.2:10000 → 10.0.0.1:40000"), lines.getLast());
    }

    @Test
    void aBadLinkDoesNotDrownWhatIsSaid() {
        String script = """
                handshake
                S data 'welcome to the chat\\n'
                C ACK
                """ + "S data 'welcome to the chat\\n' seq=1\n".repeat(40) + """
                S data 'enter name:\\n'
                """;
        List<String> lines = live(script, false).lines().toList();
        assertEquals(5, lines.stream().filter(line -> line.contains("resent")).count(), String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains("enter name:")), String.join("\n", lines));
        assertEquals("… 35 more retransmissions, frames 11 to 45", lines.getLast());
    }

    @Test
    void coloursAreTheOnlyEscapeSequences() {
        String coloured = live(HOSTILE, true, true);
        assertTrue(coloured.contains("\u001b[36m"), coloured);
        assertEquals(live(HOSTILE, true), coloured.replaceAll("\u001b\\[\\d+m", ""));
    }

    @Test
    void everySegmentIsShownWhereThatIsAskedFor() {
        assertEquals(
                "0.000000  frame 1    40000 → 10000 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM WS=128",
                live(CHAT, true).lines().findFirst().orElseThrow());
    }

    @Test
    void aResetIsShown() {
        assertTrue(live("handshake; C RST", false).contains("RST        10.0.0.1:40000 → 10.0.0.2:10000"));
    }

    @Test
    void aDumpIsOfOneSideOrOfBoth() {
        assertEquals("Ofir\n", dump(CHAT, StreamDump.Form.RAW, true, false));
        assertEquals("""
                welcome to the chat
                hello Ofir
                joined: Emily
                parley: 4 bytes at 31 of 10.0.0.2:10000 are missing in the capture
                """, dump(CHAT, StreamDump.Form.RAW, false, true));
        assertEquals("""
                -- 10.0.0.1:40000 → 10.0.0.2:10000  frame 6, 2 bytes at 0
                Of
                -- 10.0.0.1:40000 → 10.0.0.2:10000  frame 7, 3 bytes at 2
                ir
                """, dump(CHAT, StreamDump.Form.TEXT, true, false));
        String server = dump(CHAT, StreamDump.Form.TEXT, false, true);
        assertTrue(server.contains("-- 4 bytes at 31 of 10.0.0.2:10000 are missing in the capture\n"), server);
    }

    @Test
    void rawOctetsAreWrittenAsTheyAre() {
        assertTrue(dump(HOSTILE, StreamDump.Form.RAW, true, false).contains("\u001b]0;gotcha\u0007"));
    }

    @Test
    void octetsAreShownSixteenALine() {
        byte[] octets = "parley\nand sixteen octets\u007f".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("""
                00000100  70 61 72 6c 65 79 0a 61  6e 64 20 73 69 78 74 65  parley.and sixte
                00000110  65 6e 20 6f 63 74 65 74  73 7f                    en octets.
                """, HexDump.of(octets, octets.length, 0x100));
        assertEquals("", HexDump.of(octets, 0, 0));
    }
}
