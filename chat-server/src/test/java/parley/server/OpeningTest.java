package parley.server;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningTest extends ServerFixture {
    @Test
    void welcomesAsksAndGreets() throws IOException {
        Peer ofir = connect();
        ofir.send("Ofir");
        ofir.expect("hello Ofir", "online: Ofir");
        Peer emily = connect();
        emily.send("Emily");
        emily.expect("hello Emily", "online: Emily, Ofir");
    }

    @ParameterizedTest
    @CsvSource({
        "two words, 'a name has letters, digits, _ - . and nothing else'",
        "'', a name has 1 to 32 characters",
        "abcdefghijklmnopqrstuvwxyz0123456, a name has 1 to 32 characters",
        "Оfir, a name keeps to one script",
        "who, who is a word of the protocol",
        "Accept, Accept is a word of the protocol",
    })
    void aRefusedNameIsAskedForAgain(String name, String reason) throws IOException {
        Peer peer = connect();
        peer.send(name);
        peer.expect("error: " + reason, "enter name:");
        peer.send("Ofir");
        peer.expect("hello Ofir", "online: Ofir");
    }

    @Test
    void aNameIsTakenInAnyCase() throws IOException {
        named("Ofir");
        Peer other = connect();
        other.send("OFIR");
        other.expect("error: OFIR is taken", "enter name:");
        other.send("Ofir2");
        other.expect("hello Ofir2", "online: Ofir, Ofir2");
    }

    @Test
    void aNameIsFreeOnceItsOwnerHasSaidGoodbye() throws IOException {
        Peer first = named("Ofir");
        first.send("exit");
        first.expect("goodbye");
        named("Ofir");
    }

    @Test
    void aNameIsKeptComposed() throws IOException {
        Peer peer = connect();
        peer.send("Jose\u0301");
        peer.expect("hello Jos\u00E9", "online: Jos\u00E9");
    }

    @Test
    void exitBeforeANameSaysGoodbye() throws IOException {
        Peer peer = connect();
        peer.send("exit");
        peer.expect("goodbye");
        peer.expectEnd();
    }

    @Test
    void nothingAfterExitIsRead() throws IOException {
        Peer emily = named("Emily");
        Peer ofir = named("Ofir");
        ofir.send("exit", "Ofir to Emily - too late");
        ofir.expect("goodbye");
        ofir.expectEnd();
        emily.expectNothingMore();
    }

    @Test
    void whoGivesNoNameInTimeIsClosed() throws IOException {
        server(OPTIONS.withTimeouts(Duration.ofMillis(300), Duration.ZERO));
        Peer peer = connect();
        peer.expect("error: no name given");
        peer.expectEnd();
    }

    @Test
    void refusedNamesDoNotStopTheClock() throws IOException {
        server(OPTIONS.withTimeouts(Duration.ofSeconds(2), Duration.ZERO));
        Peer peer = connect();
        peer.send("who");
        peer.expect("error: who is a word of the protocol", "enter name:", "error: no name given");
        peer.expectEnd();
    }

    @Test
    void whoSaysNothingForTooLongIsClosed() throws IOException {
        server(OPTIONS.withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(1)));
        Peer peer = connect();
        peer.send("Ofir");
        peer.expect("hello Ofir", "online: Ofir", "error: idle");
        peer.expectEnd();
    }

    @Test
    void oneConnectionTooManyIsTurnedAway() throws IOException {
        server(OPTIONS.withConnections(1, 1));
        Peer first = named("Ofir");
        Peer second = unread();
        second.startReading();
        second.expect("error: server full");
        second.expectEnd();
        first.expectNothingMore();
    }
}
