package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

    @Test
    void onlySoManyRequestsOfOneUserStandAtATime() throws IOException {
        Peer ofir = named("Ofir");
        List<Peer> asked = new ArrayList<>();
        for (int i = 0; i <= PrivateChats.REQUESTS_OF_ONE; i++) {
            asked.add(named("u" + i));
        }
        for (int i = 0; i < PrivateChats.REQUESTS_OF_ONE; i++) {
            ofir.send("u" + i);
            ofir.expect("requested u" + i);
            asked.get(i).expect("request from Ofir");
        }
        String last = "u" + PrivateChats.REQUESTS_OF_ONE;
        ofir.send(last, "u7");
        ofir.expect("error: too many of your requests wait for an answer", "requested u7");
        asked.getLast().expectNothingMore();
        asked.get(7).send("reject");
        ofir.expect("rejected by u7");
        asked.get(8).close();
        while (!ofir.nextPresence().equals("left: u8")) {}
        ofir.send(last, "u7", "u9");
        ofir.expect("requested " + last, "requested u7", "requested u9");
        asked.getLast().expect("request from Ofir");
    }

    @Test
    void onlySoManyRequestsWaitForOneUserAndInAll() throws Exception {
        Registry registry = new Registry(10_000, 1, 1_000_000, (task, after) -> {}, new PrivateChats(1500));
        User popular = enter(registry, "popular");
        for (int i = 0; i < PrivateChats.REQUESTS_FOR_ONE; i++) {
            assertEquals(Registry.Outcome.DONE, registry.ask(enter(registry, "u" + i), popular));
        }
        assertEquals("error: too many requests wait for popular", answer(registry, "late", popular));
        User other = enter(registry, "other");
        for (int i = 0; i < 500; i++) {
            registry.ask(Objects.requireNonNull(registry.find("u" + i)), other);
        }
        assertEquals("error: too many requests wait", answer(registry, "later", other));
        registry.leave(Objects.requireNonNull(registry.find("u0")));
        assertEquals("requested popular", answer(registry, "last", popular));
    }

    @Test
    void whoeverHasLeftWhileItsLineWaitedAsksNobody() {
        Registry registry = new Registry(10, 1, 1_000_000, (task, after) -> {});
        User gone = enter(registry, "gone");
        User other = enter(registry, "other");
        registry.leave(gone);
        assertEquals(Registry.Outcome.DONE, registry.ask(gone, other));
        assertEquals(Set.of(), other.askedBy);
    }

    private static User enter(Registry registry, String name) {
        return enter(registry, name, outbox());
    }

    private static User enter(Registry registry, String name, Outbox outbox) {
        return Objects.requireNonNull(registry.enter(1, name, outbox));
    }

    private static Outbox outbox() {
        return new Outbox(10_000_000, new SendBudget(Long.MAX_VALUE / 2), () -> {});
    }

    /** What a newcomer who asks is told last. */
    private static String answer(Registry registry, String name, User asked) throws Exception {
        Outbox outbox = outbox();
        registry.ask(enter(registry, name, outbox), asked);
        outbox.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        outbox.writeTo(out);
        return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
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
