package parley.server;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateChatTest extends ServerFixture {
    @Test
    void askedAcceptedTalkedAndLeft() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        together(hodaya, emily);
        hodaya.send("a private hello");
        emily.expect("Hodaya: a private hello");
        emily.send("Emily to Hodaya - accept");
        hodaya.expect("Emily: Emily to Hodaya - accept");
        hodaya.send("leave");
        hodaya.expect("ended");
        emily.expect("ended by Hodaya");
        emily.expectNothingMore();
        hodaya.expectNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "reject Roony", "reject ROONY"})
    void rejected(String answer) throws IOException {
        Peer ofir = named("Ofir");
        Peer roony = asking("Roony", ofir);
        ofir.send(answer);
        roony.expect("rejected by Ofir");
        ofir.send("accept");
        ofir.expect("error: no request to answer");
    }

    @Test
    void theOldestRequestIsAnsweredUnlessAnotherIsNamed() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = asking("Emily", ofir);
        Peer hodaya = asking("Hodaya", ofir);
        Peer roony = asking("Roony", ofir);
        ofir.send("reject");
        emily.expect("rejected by Ofir");
        ofir.send("accept Roony");
        ofir.expect("private with Roony");
        roony.expect("private with Ofir");
        ofir.send("leave");
        ofir.expect("ended");
        roony.expect("ended by Ofir");
        ofir.send("accept");
        ofir.expect("private with Hodaya");
        hodaya.expect("private with Ofir");
    }

    private Peer asking(String name, Peer ofir) throws IOException {
        Peer asker = named(name);
        asker.send("Ofir");
        asker.expect("requested Ofir");
        ofir.expect("request from " + name);
        return asker;
    }

    private void askingAndGone(String name, Peer ofir) throws IOException {
        Peer asker = asking(name, ofir);
        asker.send("exit");
        asker.expect("goodbye");
    }

    @Test
    void askingWhoHasAskedAccepts() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = asking("Emily", ofir);
        ofir.send("Emily");
        ofir.expect("private with Emily");
        emily.expect("private with Ofir");
    }

    @Test
    void askingTwiceIsOneRequest() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.send("Emily", "Emily");
        ofir.expect("requested Emily", "requested Emily");
        emily.expect("request from Ofir");
        emily.expectNothingMore();
    }

    @Test
    void whoIsInAPrivateChatIsBusyAndStillGetsMessages() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        Peer ofir = named("Ofir");
        together(hodaya, emily);
        ofir.send("Emily");
        ofir.expect("error: Emily is busy");
        ofir.send("Ofir to Emily - when you are free");
        emily.expect("Ofir to Emily - when you are free");
    }

    @Test
    void anAskerWhoIsBusyByNowCannotBeAcceptedUntilFree() throws IOException {
        Peer ofir = named("Ofir");
        Peer hodaya = asking("Hodaya", ofir);
        Peer emily = named("Emily");
        together(hodaya, emily);
        ofir.send("accept");
        ofir.expect("error: Hodaya is busy");
        hodaya.send("leave");
        hodaya.expect("ended");
        ofir.send("accept");
        ofir.expect("private with Hodaya");
        hodaya.expect("private with Ofir");
    }

    @Test
    void askingOneselfOrNobody() throws IOException {
        Peer ofir = named("Ofir");
        ofir.send("Ofir", "OFIR", "Emily", "accept", "reject", "accept Emily", "reject Ofir");
        ofir.expect(
                "error: that is you",
                "error: that is you",
                "error: not online: Emily",
                "error: no request to answer",
                "error: no request to answer",
                "error: not online: Emily",
                "error: no request to answer");
    }

    @Test
    void exitEndsTheChatForThePartner() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        together(hodaya, emily);
        hodaya.send("exit");
        hodaya.expect("goodbye");
        hodaya.expectEnd();
        emily.expect("ended by Hodaya");
        emily.expectNothingMore();
    }

    @Test
    void aPartnersConnectionThatDiesEndsTheChat() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        together(hodaya, emily);
        hodaya.close();
        emily.expect("ended by Hodaya");
        emily.expectNothingMore();
    }

    @Test
    void aRequestGoesWithItsAsker() throws IOException {
        Peer ofir = named("Ofir");
        askingAndGone("Emily", ofir);
        ofir.send("accept");
        ofir.expect("error: no request to answer");
    }

    @Test
    void askersWhoGoBetweenAskingAndTheAnswerAreNotFound() throws IOException {
        Peer ofir = named("Ofir");
        askingAndGone("Emily", ofir);
        ofir.send("accept Emily");
        ofir.expect("error: not online: Emily");
    }

    @Test
    void aNameTakenAgainIsSomebodyElse() throws IOException {
        Peer ofir = named("Ofir");
        askingAndGone("Emily", ofir);
        Peer other = named("Emily");
        ofir.send("accept", "accept Emily");
        ofir.expect("error: no request to answer", "error: no request to answer");
        other.expectNothingMore();
    }

    @Test
    void aPartnersNameTakenAgainIsNoPartner() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        together(hodaya, emily);
        hodaya.close();
        emily.expect("ended by Hodaya");
        Peer other = named("Hodaya");
        emily.send("still there?");
        emily.expect("error: unknown command");
        other.expectNothingMore();
    }

    /** Whoever's line is handled first asks; the other one's accepts. */
    @Test
    void bothWhoAskEachOtherAtOnceAreTogether() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        for (int i = 0; i < 50; i++) {
            ofir.send("Emily");
            emily.send("Ofir");
            boolean ofirAsked = ofir.next().equals("requested Emily");
            if (ofirAsked) {
                emily.expect("request from Ofir", "private with Ofir");
                ofir.expect("private with Emily");
            } else {
                emily.expect("requested Ofir", "private with Ofir");
                ofir.expect("private with Emily");
            }
            ofir.send("leave");
            ofir.expect("ended");
            emily.expect("ended by Ofir");
        }
    }

    @Test
    void bothWhoLeaveAtOnceLeaveOneChat() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        for (int i = 0; i < 50; i++) {
            together(hodaya, emily);
            hodaya.send("leave");
            emily.send("leave");
            String first = hodaya.next();
            if (first.equals("ended")) {
                emily.expect("ended by Hodaya", "error: unknown command");
            } else {
                hodaya.expect("error: unknown command");
                emily.expect("ended");
            }
        }
    }

    @Test
    void whoIsAskedWhileBusyIsNotAskedLater() throws IOException {
        Peer hodaya = named("Hodaya");
        Peer emily = named("Emily");
        Peer ofir = named("Ofir");
        together(hodaya, emily);
        ofir.send("Emily");
        ofir.expect("error: Emily is busy");
        emily.send("leave");
        emily.expect("ended");
        emily.send("accept");
        emily.expect("error: no request to answer");
    }

    private static void together(Peer hodaya, Peer emily) throws IOException {
        hodaya.send("Emily");
        hodaya.expect("requested Emily");
        emily.expect("request from Hodaya");
        emily.send("accept");
        emily.expect("private with Hodaya");
        hodaya.expect("private with Emily");
    }
}
