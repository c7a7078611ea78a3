package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static parley.analyzer.app.chat.ChatScripts.EMILY;
import static parley.analyzer.app.chat.ChatScripts.OFIR;
import static parley.analyzer.app.chat.ChatScripts.OFIR_AND_EMILY;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.Direction;
import parley.analyzer.testing.RecordedMessages;
import parley.protocol.ServerLine;

class DeliveryTest {
    private static final ServerLine HI = new ServerLine.Text("Ofir", "hi");

    private final SequencedSet<Deliveries.Waiting> sent = new LinkedHashSet<>();

    /** What each message to stream 0 passes on, in order; 0 for nothing. */
    private static List<Long> forwardsToOfir(RecordedMessages chat, String kind) {
        return chat.settled().stream()
                .filter(message ->
                        message.connection().index() == 0 && message.kind().equals(kind))
                .filter(message -> message.direction() == Direction.SERVER)
                .map(message -> message.decoded().forwards())
                .toList();
    }

    private static long number(RecordedMessages chat, String line, int occurrence) {
        List<String> lines = chat.lines();
        int seen = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(line) && seen++ == occurrence) {
                return i + 1L;
            }
        }
        throw new AssertionError(line + " is not in " + lines);
    }

    @Test
    void equalLinesAreDeliveredInTheOrderInWhichTheyWereSent() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir - hi\\n'
                C data 'Emily to Ofir - hi\\n'
                """ + OFIR
                + "S data 'Emily to Ofir - hi\\nEmily to Ofir - hi\\nEmily to Ofir - hi\\n'\n");
        String sent = "1 client direct Emily > Ofir: hi";
        assertEquals(List.of(number(chat, sent, 0), number(chat, sent, 1), 0L), forwardsToOfir(chat, "direct"));
    }

    @Test
    void recipientsAreTheSameHoweverTheyAreSpelled() {
        RecordedMessages chat = RecordedMessages.of(
                OFIR_AND_EMILY + """
                C data 'Emily to OFIR,ofir - hi\\n'
                C data 'Emily to OFIR,ofir - hi\\n'
                """ + OFIR + "S data 'Emily to OFIR,ofir - hi\\nEmily to OFIR,ofir - hi\\n'\n");
        String sent = "1 client direct Emily > OFIR, ofir: hi";
        assertEquals(List.of(number(chat, sent, 0), number(chat, sent, 1)), forwardsToOfir(chat, "direct"));
    }

    @Test
    void aLineThatTheServerRefusedIsNotTheOneThatArrives() {
        RecordedMessages chat =
                RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir, Roony - hi\\n'
                S data 'error: not online: Ofir, Roony\\n'
                C data 'Emily to Ofir, Roony - hi\\n'
                S data 'error: not online: Roony\\n'
                """ + OFIR + "S data 'Emily to Ofir, Roony - hi\\n'\n");
        assertEquals(
                List.of(number(chat, "1 client direct Emily > Ofir, Roony: hi", 1)), forwardsToOfir(chat, "direct"));
    }

    @Test
    void aLineForWhichThereWasNoRoomIsNotOneThatWaitsForItsRecipient() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir - hi\\n'
                C data 'Emily to Ofir - hi\\n'
                S data 'error: too much waits for Ofir\\n'
                """ + OFIR + "S data 'Emily to Ofir - hi\\n'\n"
                + EMILY + """
                C data 'Emily to Ofir - hi\\n'
                """ + OFIR + "S data 'Emily to Ofir - hi\\n'\n");
        String sent = "1 client direct Emily > Ofir: hi";
        assertEquals(List.of(number(chat, sent, 0), number(chat, sent, 2)), forwardsToOfir(chat, "direct"));
    }

    @Test
    void aRequestToSomebodyBusyIsNotTheOneThatArrives() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Ofir\\n'
                S data 'error: Ofir is busy\\n'
                C data 'Ofir\\n'
                S data 'requested Ofir\\n'
                """ + OFIR + "S data 'request from Emily\\n'\n");
        assertEquals(List.of(number(chat, "1 client request Emily > Ofir: Ofir", 1)), forwardsToOfir(chat, "request"));
    }

    @Test
    void aLineUnderAnothersNameIsDeliveredByNobody() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Roony to Ofir - hi\\n'
                S data 'error: you are Emily not Roony\\n'
                """ + OFIR + "S data 'Roony to Ofir - hi\\n'\n");
        assertEquals(List.of(0L), forwardsToOfir(chat, "direct"));
    }

    @Test
    void aRequestThatAnswersOneIsNotDelivered() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + "S data 'request from Ofir\\n'\n" + """
                C data 'Ofir\\n'
                S data 'private with Ofir\\n'
                C data 'leave\\n'
                S data 'ended\\n'
                C data 'Ofir\\n'
                """ + OFIR
                + "S data 'request from Emily\\n'\n" + EMILY);
        assertEquals(List.of(number(chat, "1 client request Emily > Ofir: Ofir", 1)), forwardsToOfir(chat, "request"));
    }

    @Test
    void theOldestAreForgottenWhereTooManyWait() {
        Deliveries deliveries = new Deliveries();
        for (int number = 1; number <= Deliveries.MAXIMUM + 1; number++) {
            deliveries.expect("emily", new Deliveries.Words(HI), number, sent);
        }
        assertEquals(2, deliveries.deliver("Emily", HI));
    }

    @Test
    void whatWasDeliveredTakesNoRoom() {
        Deliveries deliveries = new Deliveries();
        deliveries.expect("emily", new Deliveries.Words(HI), 1, sent);
        for (int number = 2; number <= Deliveries.MAXIMUM + 2; number++) {
            deliveries.expect("roony", new Deliveries.Words(HI), number, sent);
            assertEquals(number, deliveries.deliver("Roony", HI));
        }
        assertEquals(1, deliveries.deliver("Emily", HI));
    }

    @Test
    void longLinesAreForgottenBeforeManyShortOnesAre() {
        Deliveries deliveries = new Deliveries();
        ServerLine first = new ServerLine.Text("Ofir", "first");
        deliveries.expect("emily", new Deliveries.Words(first), 1, sent);
        Deliveries.Waiting waiting = sent.getFirst();
        String text = "x".repeat(1 << 16);
        for (int number = 2; number <= 2 + Deliveries.MAXIMUM_CHARACTERS / text.length(); number++) {
            deliveries.expect("emily", new Deliveries.Words(new ServerLine.Text("Ofir", text + number)), number, sent);
        }
        assertFalse(sent.contains(waiting));
        assertEquals(0, deliveries.deliver("Emily", first));
        assertEquals(90, deliveries.deliver("Emily", new ServerLine.Text("Ofir", text + 90)));
    }

    @Test
    void aLineToThousandsCountsOnce() {
        Deliveries deliveries = new Deliveries();
        ServerLine toAll = new ServerLine.Text("Ofir", "x".repeat(1 << 16));
        Deliveries.Words words = new Deliveries.Words(toAll);
        for (int recipient = 0; recipient < 1_000; recipient++) {
            deliveries.expect("user" + recipient, words, 1, sent);
        }
        assertEquals(1, deliveries.deliver("user0", toAll));
        assertEquals(1, deliveries.deliver("user999", toAll));
    }

    /** Were each recipient looked for among all of the line, this would take hours. */
    @Test
    void aLineToHundredsOfThousandsIsRememberedAndForgottenOneByOne() {
        Deliveries deliveries = new Deliveries();
        Deliveries.Words words = new Deliveries.Words(HI);
        for (int recipient = 0; recipient < 5 * Deliveries.MAXIMUM; recipient++) {
            deliveries.expect("user" + recipient, words, 1, sent);
        }
        assertEquals(Deliveries.MAXIMUM, sent.size());
        for (int recipient = 5 * Deliveries.MAXIMUM - 1; !sent.isEmpty(); recipient--) {
            assertEquals(1, deliveries.deliver("user" + recipient, HI));
        }
    }

    @Test
    void aRefusalThatNamesThousandsForgetsWhatWasMeantForThem() {
        String users = IntStream.range(0, 2_000).mapToObj(user -> "u" + user).collect(Collectors.joining(","));
        RecordedMessages chat = RecordedMessages.of(
                OFIR_AND_EMILY + """
                C data 'Emily to Ofir - hi\\n'
                C data 'Emily to %s,Ofir - hi\\n'
                S data 'error: not online: %s\\n'
                """.formatted(users, users) + OFIR + "S data 'Emily to Ofir - hi\\n'\n");
        assertEquals(List.of(number(chat, "1 client direct Emily > Ofir: hi", 0)), forwardsToOfir(chat, "direct"));
    }
}
