package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LobbyTest extends ServerFixture {
    @Test
    void aMessageGoesToItsRecipientsAlone() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        Peer roony = named("Roony");
        Peer hodaya = named("Hodaya");
        ofir.send("Ofir to Roony, Hodaya - the lab starts at nine!");
        roony.expect("Ofir to Roony, Hodaya - the lab starts at nine!");
        hodaya.expect("Ofir to Roony, Hodaya - the lab starts at nine!");
        ofir.expectNothingMore();
        emily.expectNothingMore();
    }

    @Test
    void aMessageIsPassedOnAsItWasWritten() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Ofir to EMILY,emily -  שלום - tab\there ");
        emily.expect("Ofir to EMILY,emily -  שלום - tab\there ");
        emily.expectNothingMore();
    }

    @Test
    void whoIsNamedTwiceGetsItOnce() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Ofir to Emily, Emily - once");
        emily.expect("Ofir to Emily, Emily - once");
        emily.expectNothingMore();
    }

    @Test
    void thoseOfflineAreNamedInOneError() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Ofir to Tamar, Emily, Gil, tamar - hi");
        emily.expect("Ofir to Tamar, Emily, Gil, tamar - hi");
        ofir.expect("error: not online: Tamar, Gil");
        ofir.expectNothingMore();
    }

    @Test
    void manyOfflineAreNamedInAsManyErrorsAsTheyTake() throws IOException {
        Peer ofir = named("Ofir");
        List<String> names =
                IntStream.range(0, 1000).mapToObj(i -> "%03d".formatted(i)).toList();
        ofir.send("Ofir to " + String.join(",", names) + " - hi");
        List<String> named = new ArrayList<>();
        int errors = 0;
        for (; named.size() < names.size(); errors++) {
            String error = ofir.next();
            assertEquals("error: not online: ", error.substring(0, 19));
            named.addAll(List.of(error.substring(19).split(", ")));
        }
        assertEquals(names, named);
        assertEquals(2, errors);
        ofir.expectNothingMore();
    }

    @Test
    void aMessageToOneselfIsRefusedAndOthersGetIt() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Ofir to Ofir, Emily - hi");
        emily.expect("Ofir to Ofir, Emily - hi");
        ofir.expect("error: that is you");
        ofir.expectNothingMore();
    }

    @Test
    void aMessageUnderAnotherNameIsRefused() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Roony to Emily - hi");
        ofir.expect("error: you are Ofir not Roony");
        emily.expectNothingMore();
    }

    @Test
    void linesOfOneSenderKeepTheirOrder() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        int lines = 2000;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            all.append("Ofir to Emily - ").append(i).append('\n');
        }
        ofir.sendUnterminated(all.toString());
        for (int i = 0; i < lines; i++) {
            emily.expect("Ofir to Emily - " + i);
        }
    }

    @Test
    void whoListsAllInOrderOfName() throws IOException {
        Peer ofir = named("Ofir");
        named("roony");
        named("Emily");
        ofir.send("who");
        ofir.expect("online: Emily, Ofir, roony");
    }

    @Test
    void whoWithAPrefixListsThoseThatBeginSo() throws IOException {
        Peer ofir = named("Ofir");
        named("Emily");
        named("Emil");
        named("Emma");
        ofir.send("who EMI");
        ofir.expect("online: Emil, Emily");
        ofir.send("who x");
        ofir.expect("online:");
    }

    @Test
    void whoWithAPrefixListsAHundredAtMost() throws IOException {
        Peer asker = named("asker");
        StringBuilder first = new StringBuilder("online: ");
        for (int i = 0; i < 101; i++) {
            String name = "user%03d".formatted(i);
            named(name);
            if (i < 100) {
                first.append(i == 0 ? "" : ", ").append(name);
            }
        }
        asker.send("who user");
        asker.expect(first.toString());
        asker.expectNothingMore();
    }

    @Test
    void helpIsTheMenu() throws IOException {
        named("Ofir").expectNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"good morning all", "", "leave", "who a b", "Ofir to Emily hello"})
    void whatIsNoCommandIsAnError(String line) throws IOException {
        Peer ofir = named("Ofir");
        ofir.send(line);
        ofir.expect("error: unknown command");
        ofir.expectNothingMore();
    }

    @Test
    void aSingleWordThatIsNobodysNameIsNotOnline() throws IOException {
        Peer ofir = named("Ofir");
        ofir.send("Emily");
        ofir.expect("error: not online: Emily");
        ofir.send("x".repeat(4000));
        assertEquals("error: not online: " + "x".repeat(32) + "…", ofir.next());
    }
}
