package parley.samples.irc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.IpAddress;

/** A decoder is tested without packets: what it is given stands here, and what it gives out is written down. */
class IrcConversationTest {
    private static final Carrier SEGMENT = new Carrier(1, 0, 1, 1, 1, 0);

    private final IrcDecoder decoder = new IrcDecoder();
    private final List<String> told = new ArrayList<>();
    private long messages;

    /** A connection of a client with the server. */
    private final class Client implements Conversation {
        private final ConversationDecoder decoding = decoder.open(this);
        private final Map<Direction, Long> offsets = new EnumMap<>(Direction.class);

        Client sends(String octets) {
            return data(Direction.CLIENT, octets.getBytes(StandardCharsets.UTF_8));
        }

        Client isSent(String octets) {
            return data(Direction.SERVER, octets.getBytes(StandardCharsets.UTF_8));
        }

        Client isSent(String octets, Charset charset) {
            return data(Direction.SERVER, octets.getBytes(charset));
        }

        private Client data(Direction direction, byte[] octets) {
            decoding.data(direction, StreamData.of(octets, advance(direction, octets.length), SEGMENT));
            return this;
        }

        Client misses(Direction direction, int octets) {
            decoding.gap(direction, advance(direction, octets), octets);
            return this;
        }

        void ends() {
            decoding.end(Direction.CLIENT, StreamListener.End.FIN);
            decoding.end(Direction.SERVER, StreamListener.End.FIN);
            decoding.over();
        }

        /** How far the direction was before. */
        private long advance(Direction direction, int octets) {
            return offsets.merge(direction, (long) octets, Long::sum) - octets;
        }

        @Override
        public long stream() {
            return 0;
        }

        @Override
        public Endpoint server() {
            return new Endpoint(IpAddress.of(InetAddress.getLoopbackAddress()), 7777);
        }

        @Override
        public long message(DecodedMessage message) {
            assertTrue(message.end() <= offsets.getOrDefault(message.direction(), 0L), message.toString());
            String forwards = message.forwards() == 0 ? "" : " = " + message.forwards();
            told.add(message.kind() + " " + message.sender() + " > " + String.join(", ", message.recipients()) + ": "
                    + message.text() + forwards);
            return ++messages;
        }

        @Override
        public void identify(String user) {
            told.add("this is " + user);
        }

        @Override
        public void wakeAt(long timestampNanos) {
            throw new AssertionError("IRC has no pauses");
        }
    }

    private Client named(String nick) {
        Client client = new Client().sends("NICK " + nick + "\r\n").isSent(":s.net 001 " + nick + " :Welcome\r\n");
        told.clear();
        return client;
    }

    @Test
    void theServerSaysWhoTheClientIs() {
        new Client()
                .sends("NICK Ofir\r\nUSER ofir 0 * :Ofir\r\n")
                .isSent(":s.net 433 * Ofir :Nickname is already in use\r\n")
                .sends("NICK Ofir2\r\n")
                .isSent(":s.net 001 Ofir2 :Welcome\r\n");

        assertEquals(
                List.of(
                        "nick Ofir > server: NICK Ofir",
                        "user Ofir > server: USER ofir 0 * :Ofir",
                        "error server > : :s.net 433 * Ofir :Nickname is already in use",
                        "nick Ofir2 > server: NICK Ofir2",
                        "reply server > Ofir2: :s.net 001 Ofir2 :Welcome",
                        "this is Ofir2"),
                told);
    }

    @Test
    void aNameThatIsChangedIsSoOnceTheServerSaysSo() {
        named("Ofir")
                .sends("NICK Away\r\nPRIVMSG Emily :one\r\n")
                .isSent(":Emily!e@h NICK Em\r\n:Ofir!o@h NICK :Away\r\n")
                .sends("PRIVMSG Em :two\r\n");

        assertEquals(
                List.of(
                        "nick Ofir > server: NICK Away",
                        "privmsg Ofir > Emily: one",
                        "nick Emily > Ofir: :Emily!e@h NICK Em",
                        "nick Ofir > Away: :Ofir!o@h NICK :Away",
                        "this is Away",
                        "privmsg Away > Em: two"),
                told);
    }

    @Test
    void inMidConversationAnyReplyTellsWhoTheClientIs() {
        new Client().isSent(":s.net 366 Ofir #lab :End of NAMES list\r\n");
        assertEquals("this is Ofir", told.getLast());
    }

    @Test
    void aChannelIsARecipientAndSeveralRecipientsAreSeveral() {
        named("Ofir").sends("PRIVMSG #lab,Emily :hi\r\nJOIN #a,#b\r\nPART #lab :bye\r\n");
        assertEquals(
                List.of(
                        "privmsg Ofir > #lab, Emily: hi",
                        "join Ofir > #a, #b: JOIN #a,#b",
                        "part Ofir > #lab: PART #lab :bye"),
                told);
    }

    @Test
    void anActionIsToldFromWords() {
        named("Ofir").sends("PRIVMSG #lab :\u0001ACTION waves\u0001\r\n");
        assertEquals(List.of("action Ofir > #lab: waves"), told);
    }

    @Test
    void aLineMayComeInPiecesAndSeveralInOne() {
        named("Ofir").sends("PI").sends("NG 1\r").sends("\nPING 2\nPING 3\r\n");
        assertEquals(
                List.of("ping Ofir > server: PING 1", "ping Ofir > server: PING 2", "ping Ofir > server: PING 3"),
                told);
    }

    @Test
    void anEmptyLineIsNothing() {
        named("Ofir").sends("\r\n\r\nPING 1\r\n");
        assertEquals(List.of("ping Ofir > server: PING 1"), told);
    }

    @Test
    void whatIsNotUtf8IsLatin1() {
        named("Ofir").isSent(":Emily!e@h PRIVMSG Ofir :caf\u00e9\r\n", StandardCharsets.ISO_8859_1);
        assertEquals(List.of("privmsg Emily > Ofir: caf\u00e9"), told);
    }

    @Test
    void whatIrcDoesNotKnowIsGivenOutAllTheSame() {
        named("Ofir").sends("what is this\r\n").isSent("???\r\n");
        assertEquals(List.of("unknown Ofir > : what is this", "unknown server > : ???"), told);
    }

    @Test
    void whatAGapHasLeftOfALineIsNotReadAsOne() {
        named("Ofir")
                .isSent(":Emily!e@h PRIVMSG Ofir :on")
                .misses(Direction.SERVER, 10)
                .isSent("QUIT\r\nPING 1\r\n");
        assertEquals(
                List.of(
                        "unknown server > : :Emily!e@h PRIVMSG Ofir :on",
                        "unknown server > : QUIT",
                        "ping server > Ofir: PING 1"),
                told);
    }

    @Test
    void aLineThatNeverEndsIsNamed() {
        named("Ofir").sends("PRIVMSG Emily :" + "a".repeat(10_000) + "\r\n");
        assertEquals(List.of("unknown Ofir > : (a line of 10017 octets)"), told);
    }

    @Test
    void theLastLineNeedsNoEnd() {
        named("Ofir").sends("QUIT :bye").ends();
        assertEquals(List.of("quit Ofir > server: QUIT :bye"), told);
    }

    @Test
    void whatIsToldPassesOnWhatWasSaid() {
        Client ofir = named("Ofir");
        Client emily = named("Emily");
        Client roony = named("Roony");
        messages = 100;

        ofir.sends("PRIVMSG Emily,Roony :hi\r\nPRIVMSG Emily :hi\r\n");
        emily.isSent(":Ofir!o@h PRIVMSG Emily :hi\r\n:Ofir!o@h PRIVMSG Emily :hi\r\n");
        roony.isSent(":Ofir!o@h PRIVMSG Roony :hi\r\n:Ofir!o@h PRIVMSG Roony :hi\r\n");

        assertEquals(
                List.of(
                        "privmsg Ofir > Emily, Roony: hi",
                        "privmsg Ofir > Emily: hi",
                        "privmsg Ofir > Emily: hi = 101",
                        "privmsg Ofir > Emily: hi = 102",
                        "privmsg Ofir > Roony: hi = 101",
                        "privmsg Ofir > Roony: hi"),
                told);
    }

    @Test
    void whoJoinsLaterIsNotToldWhatWasSaidBefore() {
        Client ofir = named("Ofir");
        Client emily = named("Emily");
        messages = 100;

        ofir.sends("PRIVMSG #lab :hi\r\n");
        emily.isSent(":Emily!e@h JOIN :#lab\r\n");
        ofir.sends("PRIVMSG #lab :hi\r\n");
        emily.isSent(":Ofir!o@h PRIVMSG #lab :hi\r\n");

        assertEquals("privmsg Ofir > #lab: hi = 103", told.getLast());
    }

    @Test
    void noOctetsMakeItThrow() {
        List<String> pieces = List.of(
                ":",
                "@",
                " ",
                ",",
                "!",
                "#",
                "\r\n",
                "\n",
                "NICK",
                "PRIVMSG",
                "JOIN",
                "001",
                "433",
                "\u0001ACTION ",
                "*",
                "Ofir");
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Client client = new Client();
            try {
                for (int i = 0; i < 30; i++) {
                    String octets = pieces.get(random.nextInt(pieces.size()));
                    switch (random.nextInt(8)) {
                        case 0 -> client.misses(random.nextBoolean() ? Direction.CLIENT : Direction.SERVER, 1);
                        case 1, 2, 3 -> client.sends(octets);
                        default -> client.isSent(octets);
                    }
                }
                client.ends();
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
    }
}
