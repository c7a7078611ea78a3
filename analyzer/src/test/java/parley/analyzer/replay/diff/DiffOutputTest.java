package parley.analyzer.replay.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.analyzer.replay.diff.Chats.CHAT;
import static parley.analyzer.replay.diff.Chats.EMILY;
import static parley.analyzer.replay.diff.Chats.server;
import static parley.analyzer.replay.diff.Chats.with;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.replay.comparison.Answer;

/** The result as text, as JSON and as a page. */
class DiffOutputTest {
    private static final String LUNCH = EMILY + server("Ofir to Emily - lunch?");
    private static final int WIDTH = 80;

    private static String text(CaptureDiff diff, boolean colours, boolean strict) throws IOException {
        StringBuilder out = new StringBuilder();
        new DiffText(out, WIDTH, colours, strict).write(diff);
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static String html(CaptureDiff diff) throws IOException {
        StringBuilder out = new StringBuilder();
        DiffHtml.write(diff, false, out);
        return out.toString();
    }

    @Test
    void aReaderSeesTheTableThenEachDifferenceThenTimingThenTransport() throws IOException {
        String other = with(LUNCH, "at +400ms\n" + EMILY + server("Ofir to Emily - brunch?"))
                .replace(server("online: Emily, Ofir, Roony"), "at +400ms\n" + server("online: Emily, Ofir, Roony"))
                .replace(
                        EMILY + "at +2s\nC data 'exit\\n'\nS ACK\n" + server("goodbye") + "close\n",
                        EMILY + "at +2s\nC data 'exit\\n'\nS ACK\n" + server("goodbye") + "S RST\n");

        assertEquals("""
                        A  a.pcap: 3 connections, 33 messages, 84 packets in 6.377 s
                        B  b.pcap: 3 connections, 33 messages, 82 packets in 7.173 s

                        user   stream      A     B  equal allowed differ  slower    TCP
                        Ofir   0 → 0      14    14     14       0      0       1      0
                        Emily  1 → 1      11    11     10       0      1       2      1
                        Roony  2 → 2       8     8      8       0      0       1      0

                        Emily, server, different: text
                          A  frame 48     direct  Ofir → Emily: lunch?
                          B  frame 48     direct  Ofir → Emily: brunch?

                        Timing: 4 messages came more than 3 times and 50 ms later than in A, counted
                          from what led to it; in the median a message took 4 ms in A, 4 ms in B
                             later        A        B  frames     message
                           +399 ms   105 ms   504 ms  42, 42     to Ofir: joined: Roony
                           +399 ms   107 ms   506 ms  44, 44     to Emily: joined: Roony
                           +399 ms     2 ms   401 ms  48, 48     to Emily: Ofir → Emily: brunch?
                           +399 ms     4 ms   403 ms  40, 40     to Roony: online: Emily, Ofir, Roony

                        Transport
                          Emily, end: closed by both sides → reset by the server (A: frame 76; B: frame
                            75)

                        1 difference; 4 slower, 1 of transport (no difference without --strict)
                        """, text(Chats.diff(CHAT, other), false, false));
    }

    @Test
    void noLineIsLongerThanTheTerminal() throws IOException {
        String other = with(LUNCH, EMILY + server("Ofir to Emily - " + "a b c d e f ".repeat(60)));

        assertTrue(text(Chats.diff(CHAT, other), false, true).lines().allMatch(line -> line.length() <= WIDTH));
    }

    @Test
    void whatDiffersIsColoured() throws IOException {
        String out = text(Chats.diff(CHAT, with(LUNCH, EMILY + server("Ofir to Emily - lunge?"))), true, false);

        assertTrue(out.contains("Ofir → Emily: lun\u001b[31mch\u001b[0m?"), out);
        assertTrue(out.contains("Ofir → Emily: lun\u001b[32mge\u001b[0m?"), out);
    }

    @Test
    void ofManyConnectionsThoseAlikeAreCounted() throws IOException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            script.append("client 10.0.0.1:").append(4000 + i).append("\nhandshake\nC data 'hi %d\\n'\n".formatted(i));
            script.append("S data 'answer ").append(i).append("\\n'\n");
        }

        String out =
                text(Chats.diff(script.toString(), script.toString().replace("answer 17", "answer 71")), false, false);

        assertTrue(out.contains("and 29 connections in which nothing differs\n"), out);
        assertTrue(out.contains("10.0.0.1:4017, server, different: from octet 7 on\n"), out);
    }

    @Test
    void nothingOfTheWireReachesTheTerminalAsMoreThanText() throws IOException {
        String out = text(
                Chats.diff(CHAT, with(LUNCH, EMILY + "S data 'Ofir to Emily - \\x1b[2J\\xe2\\x80\\xae\\n'\nC ACK\n")),
                false,
                false);

        assertFalse(out.contains("\u001b"), out);
        assertFalse(out.contains("\u202e"), out);
    }

    @Test
    void jsonHasAllMessagesAndWhatDiffers() throws IOException {
        StringBuilder out = new StringBuilder();
        DiffJson.write(Chats.diff(CHAT, with(LUNCH, EMILY + server("Ofir to Emily - brunch?"))), false, out);
        String json = out.toString();

        assertTrue(
                json.startsWith("{\"different\":true,\"differences\":1,\"slower\":0,\"transport_differences\":0,"),
                json);
        assertTrue(
                json.contains("{\"from\":\"server\",\"verdict\":\"different\",\"difference\":true,\"why\":\"text\","
                        + "\"slower\":false,\"a\":{\"frame\":48,\"after\":0.002,\"kind\":\"direct\","
                        + "\"sender\":\"Ofir\",\"recipients\":[\"Emily\"],\"text\":\"lunch?\"},"
                        + "\"b\":{\"frame\":48,\"after\":0.002,\"kind\":\"direct\","
                        + "\"sender\":\"Ofir\",\"recipients\":[\"Emily\"],\"text\":\"brunch?\"}}"),
                json);
        assertEquals(32, json.split("\"verdict\":\"equal\"", -1).length - 1);
    }

    @Test
    void thePageHasWhatDiffersAsTextOnly() throws IOException {
        String page = html(Chats.diff(CHAT, with(LUNCH, EMILY + server("Ofir to Emily - <script>alert(1)</script>"))));

        assertTrue(page.contains("<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>"), page);
        assertFalse(page.contains("<script"), page);
    }

    /** A style of another hash would not be applied, and there is nothing else that may load. */
    @Test
    void thePolicyLetsTheStyleInAndNothingElse() throws Exception {
        String page = html(Chats.diff(CHAT, CHAT));
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));

        assertTrue(page.contains("content=\"default-src 'none'; style-src 'sha256-" + hash + "'\""), page);
        assertFalse(page.contains("style=\""), page);
        assertFalse(page.contains("://"), page);
    }

    @Test
    void ofALongAnswerTheSurroundingsOfTheDifferenceAreShown() throws IOException {
        String long1 = "handshake\nC data 'hi\\n'\nS data '" + "x".repeat(900) + "one" + "y".repeat(300) + "'\n";
        Answer answer = Chats.diff(long1, long1.replace("one", "two"))
                .connections()
                .getFirst()
                .differences()
                .getFirst();
        Excerpt excerpt = Excerpt.of(Objects.requireNonNull(answer.expected()), answer.actual());

        assertEquals("…" + "x".repeat(40), excerpt.before());
        assertEquals("one", excerpt.differing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0.5x", "3x50ms", "-1ms", "3x,", "99999999999ms"})
    void whatIsNoThresholdIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Slower.parse(text));
    }

    @Test
    void aThresholdSaysWhatItIs() {
        assertEquals("more than 3 times and 50 ms later", Slower.DEFAULT.toString());
        assertEquals("more than 2.5 times later", Slower.parse("2.5x").toString());
        assertEquals("more than 20 ms later", Slower.parse("20ms").toString());
        assertEquals(Slower.DEFAULT, Slower.parse("3x,50ms"));
    }
}
