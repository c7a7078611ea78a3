package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.app.Message;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.RecordedMessages;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.Octets;

/** Captures that begin in mid-conversation, or have one side of it, beside what the whole capture says. */
class MidstreamTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    /** The frames of a file that meet a condition, numbered as they are in the file. */
    private static final class Cut extends ForwardingSource {
        private final Predicate<Packet> kept;

        Cut(PacketSource source, Predicate<Packet> kept) {
            super(source);
            this.kept = kept;
        }

        @Override
        public boolean next(Packet packet) throws IOException {
            while (source().next(packet)) {
                if (kept.test(packet)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static RecordedMessages cut(String sample, Predicate<Packet> kept) {
        try (PacketSource source = new Cut(CaptureFile.open(SAMPLES.resolve(sample)), kept)) {
            return RecordedMessages.of(source, AnalysisOptions.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(sample, e);
        }
    }

    /** Which octets on the wire a message is: those of its frame, from its first octet on. */
    private static String place(Message message) {
        return message.last().frame() + " " + message.direction() + " " + message.text();
    }

    private static Map<String, Message> byPlace(RecordedMessages recorded) {
        Map<String, Message> messages = new HashMap<>();
        recorded.settled().forEach(message -> messages.put(place(message), message));
        return messages;
    }

    private static void assertNothingMadeUp(RecordedMessages part, Map<String, Message> whole, String what) {
        for (Message message : part.settled()) {
            Message same = whole.get(place(message));
            if (same == null) {
                assertEquals("unknown", message.kind(), what + place(message));
                continue;
            }
            assertTrue(
                    message.kind().equals("unknown") || message.kind().equals(same.kind()),
                    () -> what + place(message) + " is a " + message.kind() + ", not a " + same.kind());
            assertTrue(
                    message.sender().isEmpty() || message.sender().equals(same.sender()),
                    () -> what + place(message) + " is of " + message.sender() + ", not of " + same.sender());
            assertTrue(
                    message.recipients().isEmpty() || message.recipients().equals(same.recipients()),
                    () -> what + place(message) + " is for " + message.recipients() + ", not " + same.recipients());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"four-users.pcapng", "seed-session.pcapng"})
    void whereverTheCaptureBeginsNothingIsSaidThatTheWholeOneDoesNotSay(String sample) {
        Map<String, Message> whole = byPlace(cut(sample, packet -> true));
        long last = whole.values().stream()
                .mapToLong(message -> message.last().frame())
                .max()
                .orElseThrow();
        for (long first = 2; first <= last; first++) {
            long from = first;
            RecordedMessages part = cut(sample, packet -> packet.number() >= from);
            assertNothingMadeUp(part, whole, sample + " from " + from + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofOneSideAloneNothingIsSaidThatBothDoNotSay(boolean ofServer) {
        String sample = "four-users.pcapng";
        Map<String, Message> whole = byPlace(cut(sample, packet -> true));
        for (long first = 1; first <= 100; first += 3) {
            long from = first;
            RecordedMessages part = cut(sample, packet -> packet.number() >= from && isFromServer(packet) == ofServer);
            assertNothingMadeUp(part, whole, sample + " one side from " + from + ": ");
        }
    }

    /** By the source port, which in the sample comes right after 14 octets of Ethernet and 20 of IPv4. */
    private static boolean isFromServer(Packet packet) {
        return Octets.u16(packet.data(), packet.offset() + 34) == 10_000;
    }

    @Test
    void aWholeLineOfTheClientNamesItAlsoInTheRowsBefore() {
        RecordedMessages chat = RecordedMessages.of("""
                S data 'joined: Dana\\n'
                S data 'Emily to Roony - hi\\n'
                C data 'Roony to Hodaya, Ofir - one is fine with me\\n'
                C data 'who\\n'
                S data 'online: Emily, Roony\\n'
                """);
        assertEquals(
                List.of(
                        "0 server joined server > Roony: joined: Dana",
                        "0 server direct Emily > Roony: hi",
                        "0 client direct Roony > Hodaya, Ofir: one is fine with me",
                        "0 client who Roony > server: who",
                        "0 server online server > Roony: online: Emily, Roony"),
                chat.lines());
        assertEquals(List.of("0 Roony"), chat.users());
    }

    @Test
    void helloNamesTheClientWhoseLineItAnswers() {
        RecordedMessages chat = RecordedMessages.of("""
                handshake
                C data 'Dana\\n'
                S data 'hello Dana\\n'
                """);
        assertEquals(
                List.of("0 client name Dana > server: Dana", "0 server hello server > Dana: hello Dana"), chat.lines());
    }

    @Test
    void oneWordMayBeSaidInPrivate() {
        RecordedMessages chat = RecordedMessages.of("""
                C data 'ok\\n'
                S data 'Emily: fine\\n'
                C data 'leave\\n'
                S data 'ended\\n'
                C data 'Ofir\\n'
                S data 'requested Ofir\\n'
                """);
        assertEquals(
                List.of(
                        "0 server text Emily > : fine",
                        "0 client text  > Emily: ok",
                        "0 client leave  > Emily: leave",
                        "0 server ended server > : ended",
                        "0 client request  > Ofir: Ofir",
                        "0 server requested server > : requested Ofir"),
                chat.lines());
        assertEquals(List.of(), chat.users());
    }

    @Test
    void whoseRequestIsAcceptedOnlyTheAnswerTells() {
        RecordedMessages chat = RecordedMessages.of("""
                S data 'request from Ofir\\n'
                C data 'accept\\n'
                S data 'private with Roony\\n'
                C data 'hi\\n'
                """);
        assertEquals(
                List.of(
                        "0 server request server > : request from Ofir",
                        "0 client accept  > Roony: accept",
                        "0 server private server > : private with Roony",
                        "0 client text  > Roony: hi"),
                chat.lines());
    }

    @Test
    void aPairOfLinesNamesTheOneByTheOther() {
        RecordedMessages chat = RecordedMessages.of("""
                client 10.0.0.1:58197
                C data 'Ofir to Roony - hi\\n'
                client 10.0.0.1:51546
                S data 'request from Ofir\\n'
                client 10.0.0.1:58197
                C data 'Emily\\n'
                S data 'requested Emily\\n'
                """);
        assertTrue(
                chat.lines().contains("1 server request server > Emily: request from Ofir"),
                () -> chat.lines().toString());
        assertEquals(List.of("0 Ofir", "1 Emily"), chat.users());
    }

    @Test
    void ofTwoWhoMayBeMeantNobodyIsNamed() {
        RecordedMessages chat = RecordedMessages.of("""
                client 10.0.0.1:58197
                C data 'Ofir to Roony - hi\\n'
                client 10.0.0.1:51546
                S data 'request from Ofir\\n'
                client 10.0.0.1:51547
                S data 'request from Ofir\\n'
                client 10.0.0.1:58197
                C data 'Emily\\nHodaya\\n'
                S data 'requested Emily\\nrequested Hodaya\\n'
                """);
        assertEquals(List.of("0 Ofir"), chat.users());
    }

    @Test
    void whatIsNoNameNamesNobody() {
        RecordedMessages chat = RecordedMessages.of("""
                S data 'joined: Dana\\n'
                C data 'who to Dana - hi\\n'
                C data 'no name at all\\n'
                """);
        assertEquals(List.of(), chat.users());
    }

    @Test
    void theServersRefusalTellsWhoTheClientIs() {
        RecordedMessages chat = RecordedMessages.of("""
                S data 'joined: Dana\\n'
                S data 'error: you are Ofir not Roony\\n'
                """);
        assertEquals("0 server joined server > Ofir: joined: Dana", chat.lines().getFirst());
    }

    @Test
    void theServerIsWhoseLinesAreTheServersWhateverItsPort() {
        String script = "client 10.0.0.1:5000\n" + """
                S data 'enter name:\\n'
                C data 'Dana\\n'
                S data 'hello Dana\\n'
                """;
        List<String> lines = List.of(
                "0 server prompt server > : enter name:",
                "0 client name Dana > server: Dana",
                "0 server hello server > Dana: hello Dana");
        assertEquals(lines, RecordedMessages.of(script).lines());
        assertEquals(lines, decodedAs(script, 10_000).lines());
        assertEquals(lines, decodedAs(script, 5000).lines());
    }

    @Test
    void thePortThatIsDecodedAsTheChatIsTheServers() {
        String script = "server 10.0.0.2:10001\nclient 10.0.0.1:5000\n" + """
                S data 'what is this\\nand this\\n'
                C data 'Dana to Ofir - hi\\n'
                """;
        assertEquals(
                "0 client direct Dana > Ofir: hi",
                decodedAs(script, 10_001).lines().getLast());
    }

    private static RecordedMessages decodedAs(String script, int port) {
        return RecordedMessages.of(
                TcpScript.parse(script).source(),
                AnalysisOptions.DEFAULT.withDecoders(new DecodeAs(Map.of(port, "chat"), false)));
    }
}
