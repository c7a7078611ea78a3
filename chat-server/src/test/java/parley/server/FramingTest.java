package parley.server;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest extends ServerFixture {
    @Test
    void aClientThatSendsNoLfEndsItsLinesByPausing() throws IOException {
        Peer emily = named("Emily");
        Peer ofir = connect();
        ofir.sendUnterminated("Ofir");
        ofir.expect("hello Ofir", "online: Emily, Ofir");
        ofir.sendUnterminated("Ofir to Emily - hello Emily, can you see it?");
        emily.expect("Ofir to Emily - hello Emily, can you see it?");
        ofir.sendUnterminated("exit");
        ofir.expect("goodbye");
        ofir.expectEnd();
    }

    /** A sender that pauses, and a rate at which its lines wait: they are still lines, each for whom it is for. */
    @Test
    void linesWithoutAnEndThatWaitForTheRateReachNobodyElse() throws Exception {
        server(OPTIONS.withRate(2, 2));
        Peer emily = named("Emily");
        Peer carol = named("Carol");
        Peer ofir = connect();
        ofir.sendUnterminated("Ofir");
        ofir.expect("hello Ofir", "online: Carol, Emily, Ofir");
        for (int i = 0; i < 4; i++) {
            ofir.sendUnterminated("Ofir to Emily - " + i);
            Thread.sleep(300);
        }
        ofir.sendUnterminated("Ofir to Carol - a secret");
        for (int i = 0; i < 4; i++) {
            emily.expect("Ofir to Emily - " + i);
        }
        carol.expect("Ofir to Carol - a secret");
    }

    @Test
    void twoMessagesWithoutAnEndThatNothingPartsReachNobody() throws IOException {
        Peer emily = named("Emily");
        Peer carol = named("Carol");
        Peer ofir = connect();
        ofir.sendUnterminated("Ofir");
        ofir.expect("hello Ofir", "online: Carol, Emily, Ofir");
        ofir.sendUnterminated("Ofir to Emily - oneofir to Carol - a secret");
        ofir.expect("error: too fast without line ends, not read; end each line with LF");
        String decomposed = "Zoe\u0308";
        Peer zoe = connect();
        zoe.sendUnterminated(decomposed);
        zoe.expect("hello Zo\u00EB");
        zoe.next();
        zoe.sendUnterminated(decomposed + " to Emily - x" + decomposed + " to Carol - a secret");
        zoe.expect("error: too fast without line ends, not read; end each line with LF");
        emily.expectNothingMore();
        carol.expectNothingMore();
        ofir.sendUnterminated("Emily");
        ofir.expect("requested Emily");
        emily.expect("request from Ofir");
        emily.send("accept");
        emily.expect("private with Ofir");
        ofir.expect("private with Emily");
        ofir.sendUnterminated("leaveOfir to Carol - a secret");
        ofir.expect("error: too fast without line ends, not read; end each line with LF");
        emily.send("leave");
        emily.expect("ended");
        ofir.expect("ended by Emily");
        ofir.send("Ofir to Emily - Ofir to Carol - quoted");
        emily.expect("Ofir to Emily - Ofir to Carol - quoted");
    }

    @Test
    void withItsFirstLfAClientHasLineFramingForGood() throws IOException {
        Peer emily = named("Emily");
        Peer ofir = connect();
        ofir.sendUnterminated("Ofir");
        ofir.expect("hello Ofir", "online: Emily, Ofir");
        ofir.send("help");
        ofir.expect("menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
        ofir.sendUnterminated("Ofir to Emily - in ");
        emily.expectPresence("joined: Ofir");
        named("Roony");
        emily.expectPresence("joined: Roony");
        emily.expectNothingMore();
        ofir.send("pieces");
        emily.expect("Ofir to Emily - in pieces");
    }

    @Test
    void crLfIsReadTheSame() throws IOException {
        Peer peer = connect();
        peer.sendUnterminated("Ofir\r\nwho\r\n");
        peer.expect("hello Ofir", "online: Ofir", "online: Ofir");
    }

    @Test
    void theEndOfTheStreamEndsALine() throws IOException {
        Peer emily = named("Emily");
        Peer ofir = named("Ofir");
        ofir.send("help");
        ofir.sendUnterminated("Ofir to Emily - the last");
        ofir.finishSending();
        emily.expect("Ofir to Emily - the last");
        emily.expectPresence("joined: Ofir", "left: Ofir");
    }

    @Test
    void whatIsAskedBeforeTheEndOfTheStreamIsAnswered() throws IOException {
        Peer peer = connect();
        peer.send("Ofir", "who", "help");
        peer.finishSending();
        peer.expect("hello Ofir", "online: Ofir", "online: Ofir");
        peer.expect("menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
        peer.expectEnd();
    }

    @Test
    void theLongestLineIsPassedOn() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        String beginning = "Ofir to Emily - ";
        String longest = beginning + "x".repeat(4095 - beginning.length());
        ofir.send(longest);
        emily.expect(longest);
    }

    @Test
    void aLineTooLongIsDroppedAndTheNextIsFine() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        String beginning = "Ofir to Emily - ";
        ofir.send(beginning + "x".repeat(4096 - beginning.length()), "y".repeat(100_000), "Ofir to Emily - short");
        ofir.expect("error: line too long (4096 bytes at most)", "error: line too long (4096 bytes at most)");
        emily.expect("Ofir to Emily - short");
    }

    @Test
    void aNameTooLongForALineIsAskedForAgain() throws IOException {
        Peer peer = connect();
        peer.send("x".repeat(5000));
        peer.expect("error: line too long (4096 bytes at most)", "enter name:");
    }

    @Test
    void malformedUtf8IsRefused() throws IOException {
        Peer ofir = named("Ofir");
        ofir.sendBytes(HexFormat.of().parseHex("4f666972ff0a"));
        ofir.expect("error: not UTF-8");
        ofir.expectNothingMore();
    }

    @Test
    void aNameInMalformedUtf8IsAskedForAgain() throws IOException {
        Peer peer = connect();
        peer.sendBytes(HexFormat.of().parseHex("c30a"));
        peer.expect("error: not UTF-8", "enter name:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001B[2J", "\u0007", "a\rb", "\u009B31m", "\u0000"})
    void controlCharactersDoNotReachOtherPeoplesTerminals(String evil) throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Ofir to Emily - " + evil);
        ofir.expect("error: control characters are not allowed");
        emily.expectNothingMore();
    }
}
