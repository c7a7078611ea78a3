package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import parley.client.StreamRange;
import parley.client.session.LinePlace;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

class EventTextTest {
    private static final Instant NOW = Instant.parse("2026-11-22T20:15:30Z");
    private static final LinePlace PLACE = new LinePlace(
            new InetSocketAddress("127.0.0.1", 50000),
            new InetSocketAddress("127.0.0.1", 10000),
            NOW,
            false,
            new StreamRange(0, 10));

    private final ChatState state = new ChatState();
    private final EventText text = new EventText(state, Palette.MANY, InstantSource.fixed(NOW), ZoneOffset.UTC);
    private final List<AttributedString> shown = new ArrayList<>();

    EventTextTest() {
        tell(
                new SessionEvent.Connected(50000),
                new SessionEvent.Named("Ofir", false),
                new SessionEvent.Online(List.of("Emily", "Ofir", "Roony")));
        shown.clear();
    }

    @Test
    void aMessageSaysWhoWritesToWhom() {
        tell(new SessionEvent.Message("Roony", List.of("Ofir", "Hodaya"), "lunch?", PLACE));
        assertShown("20:15 Roony → you, Hodaya: lunch?");
    }

    @Test
    void nobodyElsesLineReadsLikeAnOwnOneWhateverAServerLetsThemBeCalled() {
        tell(
                new SessionEvent.Message("you", List.of("Ofir"), "I will pay", PLACE),
                new SessionEvent.Message("y0u", List.of("Ofir", "you"), "I will", PLACE),
                new SessionEvent.Message("ofir", List.of("Ofir"), "and I", PLACE),
                new SessionEvent.Message("“you”", List.of("Ofir"), "and I", PLACE),
                new SessionEvent.RequestFrom("You"),
                new SessionEvent.PrivateBegan("you"),
                new SessionEvent.Said("you", "I confirm", PLACE),
                new SessionEvent.PrivateEnded("you", "you"));
        assertShown(
                "20:15 “you” → you: I will pay",
                "20:15 “y0u” → you, “you”: I will",
                "20:15 “ofir” → you: and I",
                "20:15 ““you”” → you: and I",
                "“You” asks you for a private chat: Alt-A or accept You, Alt-R or reject You",
                "⇄ private chat with “you”; what you write goes to nobody else, leave ends it",
                "20:15 ⇄ “you”: I confirm",
                "⇄ “you” has ended the private chat");
    }

    @Test
    void anOwnMessageIsShownAsItIsSent() {
        tell(pending(1, direct("lunch?", "Roony", "Hodaya"), false));
        assertShown("20:15 you → Roony, Hodaya: lunch?");
    }

    @Test
    void aLineThatWaitsIsMarkedOnceAndSaysWhenItIsSent() {
        ClientLine line = direct("lunch?", "Roony");
        tell(
                new SessionEvent.Disconnected("the server is closing", Duration.ofMillis(500)),
                pending(1, line, true),
                pending(1, line, true),
                new SessionEvent.Connected(50001),
                new SessionEvent.Named("Ofir", true),
                pending(1, line, false));
        assertShown(
                "connection lost: the server is closing; trying again in 0.5 s, Enter tries at once; what you write meanwhile waits",
                "20:15 you → Roony: lunch? (waits for a connection)",
                "connected again as Ofir",
                "20:15 you → Roony: lunch? (sent now)");
    }

    @Test
    void aLineThatWaitsForSomebodyToBeBackSaysSo() {
        tell(pending(1, direct("lunch?", "Hodaya"), true));
        assertShown("20:15 you → Hodaya: lunch? (waits for somebody who is not back yet)");
    }

    @Test
    void aTryThatFailsLikeTheLastTwoIsNotTold() {
        SessionEvent.Disconnected lost = new SessionEvent.Disconnected("no server", Duration.ofSeconds(8));
        tell(lost, lost, lost, lost, new SessionEvent.Disconnected("no route", Duration.ofSeconds(8)));
        assertShown(
                "connection lost: no server; trying again in 8 s, Enter tries at once; what you write meanwhile waits",
                "no connection: no server; trying again every 8 s, Enter tries at once",
                "no connection: no route; trying again in 8 s, Enter tries at once");
    }

    @Test
    void anIdleUserIsToldHowToComeBack() {
        tell(new SessionEvent.Disconnected("idle", null));
        assertShown("connection lost: the server ends connections on which nothing is written for long;"
                + " Enter connects again");
    }

    @Test
    void aMessageThatReachesSomeSaysWhomItDidNotReach() {
        tell(
                pending(7, direct("see you at one", "Emily", "Dana"), false),
                new SessionEvent.Refused(7L, "not online: Dana"));
        assertShown(
                "20:15 you → Emily, Dana: see you at one",
                "not delivered to Dana, who is not online: see you at one (Emily has it)");
    }

    @Test
    void aMessageForWhichThereIsNoRoomSaysWhomItDidNotReach() {
        tell(
                pending(7, direct("see you at one", "Emily", "Dana"), false),
                new SessionEvent.Refused(7L, "too much waits for Dana"));
        assertShown(
                "20:15 you → Emily, Dana: see you at one",
                "not delivered to Dana, who has not taken earlier messages: see you at one (Emily has it)");
    }

    @Test
    void whatTheServerRefusesIsSaidNextToWhatItConcerns() {
        tell(
                pending(1, new ClientLine.Ask("Dana"), false),
                new SessionEvent.Refused(1L, "not online: Dana"),
                pending(2, new ClientLine.Ask("Emily"), false),
                new SessionEvent.Refused(2L, "Emily is busy"),
                pending(3, new ClientLine.Unknown("good morning all"), false),
                new SessionEvent.Refused(3L, "unknown command"),
                pending(4, direct("x", "Ofir"), false),
                new SessionEvent.Refused(4L, "that is you"),
                new SessionEvent.Refused(null, "line too long (4096 bytes at most)"));
        assertShown(
                "Dana is not online: no private chat; to write to somebody: to NAME - text",
                "Emily is busy: in a private chat with somebody",
                "no command: good morning all; to write to somebody: to NAME - text; help explains more",
                "20:15 you → you: x",
                "refused, that is you: you → you: x",
                "refused: line too long (4096 bytes at most)");
    }

    @Test
    void aLineThatCannotBeSentIsShownWithItsText() {
        tell(new SessionEvent.NotSent(1, new ClientLine.Text("dear Emily"), "the private chat is over"));
        assertShown("not sent, the private chat is over: ⇄ you: dear Emily");
    }

    @Test
    void ofALongLineThatIsNotSentTheReasonAndTheBeginningAreShown() {
        tell(
                new SessionEvent.NotSent(1, new ClientLine.Unknown("x".repeat(10_000)), "the line is too long"),
                new SessionEvent.NotSent(2, direct("😀".repeat(301), "Roony"), "the line is too long"));
        assertShown(
                "not sent, the line is too long: " + "x".repeat(300) + "… (10,000 characters, Up has them all)",
                "not sent, the line is too long: you → Roony: " + "😀".repeat(300)
                        + "… (301 characters, Up has them all)");
    }

    @Test
    void aDashWithoutItsBlankIsNoticed() {
        for (String line : List.of("to Roony- hello", "Ofir to Roony, Emily -hello", "to Jean-Luc, Roony- hi")) {
            shown.clear();
            tell(
                    pending(1, new ClientLine.Unknown(line), false),
                    new SessionEvent.Refused(1L, ServerLine.Error.UNKNOWN_COMMAND.reason()));
            assertShown("no command: " + line + "; a blank is missing beside the dash: to NAME - text");
        }
    }

    @Test
    void aRequestSaysHowToAnswerItAndWhichOneTheKeysAnswer() {
        tell(new SessionEvent.RequestFrom("Emily"), new SessionEvent.RequestFrom("Roony"));
        assertShown(
                "Emily asks you for a private chat: Alt-A or accept Emily, Alt-R or reject Emily",
                "Roony asks you for a private chat: Alt-A or accept Roony, Alt-R or reject Roony;"
                        + " the keys answer Emily first");
    }

    @Test
    void aPrivateChatLooksDifferentFromBeginToEnd() {
        tell(
                new SessionEvent.PrivateBegan("Emily"),
                new SessionEvent.Said("Emily", "at last", PLACE),
                pending(1, new ClientLine.Text("yes"), false),
                new SessionEvent.PrivateEnded("Emily", "Emily"),
                new SessionEvent.PrivateBegan("Emily"),
                new SessionEvent.PrivateEnded("Emily", null));
        assertShown(
                "⇄ private chat with Emily; what you write goes to nobody else, leave ends it",
                "20:15 ⇄ Emily: at last",
                "20:15 ⇄ you: yes",
                "⇄ Emily has ended the private chat",
                "⇄ private chat with Emily; what you write goes to nobody else, leave ends it",
                "⇄ you have left the private chat with Emily");
    }

    @Test
    void whoIsOnlineIsShownUnaskedOnceAndShortened() {
        List<String> many = IntStream.range(0, 50).mapToObj(i -> "user" + i).toList();
        tell(new SessionEvent.Online(many), new SessionEvent.Named("Ofir", false), new SessionEvent.Online(many));
        assertEquals(2, shown.size());
        assertEquals(
                "You are Ofir; help explains words and keys, Tab completes",
                shown.getFirst().toString());
        String list = shown.getLast().toString();
        assertTrue(list.startsWith("online: user0, user1, "), list);
        assertTrue(list.endsWith("user19 and 30 more; who lists everybody"), list);
    }

    @Test
    void whatIsLookedUpForCompletionIsNotShown() {
        CompletableFuture<Void> answer = state.lookup(1);
        tell(pending(1, new ClientLine.Who("Ro"), false), pending(2, new ClientLine.Who("Em"), false));
        assertFalse(answer.isDone());
        tell(new SessionEvent.Found("Ro", List.of("Roony"), false));
        assertTrue(answer.isDone());
        tell(
                new SessionEvent.Found("Ro", List.of("Rosa"), true),
                new SessionEvent.Joined(List.of("Romy")),
                new SessionEvent.Found("Ro", List.of("Rolf"), true),
                new SessionEvent.Found("Em", List.of("Emily"), false),
                new SessionEvent.Found("Em", List.of("Emma"), true));
        assertShown("Romy joined", "online, beginning with Em: Emily", "online as well: Emma");
        assertTrue(state.others().containsAll(List.of("Roony", "Rosa", "Rolf")), state.others()::toString);
    }

    @Test
    void whoAsksForWhatIsLookedUpAtTheSameTimeIsAnsweredOnce() {
        ClientLine who = new ClientLine.Who("Ro");
        state.lookup(2);
        state.lookup(4);
        tell(pending(1, who, false), pending(2, who, false), pending(3, who, false), pending(4, who, false));
        for (String name : List.of("Rosa", "Romy", "Rolf", "Roony")) {
            tell(
                    new SessionEvent.Found("Ro", List.of(name), false),
                    new SessionEvent.Found("Ro", List.of(name + "2"), true));
        }
        assertShown(
                "online, beginning with Ro: Rosa",
                "online as well: Rosa2",
                "online, beginning with Ro: Rolf",
                "online as well: Rolf2");
    }

    @Test
    void aLookupThatCannotBeSentOrIsRefusedIsOverAndNotShown() {
        CompletableFuture<Void> notSent = state.lookup(1);
        CompletableFuture<Void> refused = state.lookup(2);
        tell(
                new SessionEvent.NotSent(1, new ClientLine.Who("to"), "no name begins with 'to'"),
                pending(2, new ClientLine.Who("Ro"), false),
                pending(3, new ClientLine.Who("Ro"), false),
                new SessionEvent.Refused(2L, "unknown command"));
        assertTrue(notSent.isDone());
        assertTrue(refused.isDone());
        tell(new SessionEvent.Found("Ro", List.of("Roony"), false));
        assertShown("online, beginning with Ro: Roony");
    }

    @Test
    void aLookupThatIsSentAgainOnTheNextConnectionIsNotShown() {
        ClientLine who = new ClientLine.Who("Ro");
        CompletableFuture<Void> answer = state.lookup(1);
        tell(pending(1, who, false), new SessionEvent.Disconnected("gone", Duration.ofSeconds(1)));
        assertTrue(answer.isDone());
        tell(
                pending(1, who, true),
                new SessionEvent.Connected(50001),
                new SessionEvent.Named("Ofir", true),
                pending(1, who, false),
                new SessionEvent.Found("Ro", List.of("Roony"), false),
                new SessionEvent.Found("Ro", List.of("Rosa"), true));
        assertShown(
                "connection lost: gone; trying again in 1 s, Enter tries at once; what you write meanwhile waits",
                "connected again as Ofir");
    }

    @Test
    void noTextFromTheWireReachesTheTerminalAsAnEscapeSequence() {
        String evil = "\u001b[2J\u009b31m\u202e";
        tell(
                new SessionEvent.Message(evil, List.of(evil), evil, PLACE),
                new SessionEvent.Said(evil, evil, PLACE),
                new SessionEvent.Joined(List.of(evil)),
                new SessionEvent.RequestFrom(evil),
                new SessionEvent.PrivateBegan(evil),
                new SessionEvent.Menu(evil),
                new SessionEvent.Found(evil, List.of(evil), false),
                new SessionEvent.Refused(null, evil),
                new SessionEvent.NotSent(1, new ClientLine.Unknown(evil), evil),
                new SessionEvent.NameWanted(evil),
                new SessionEvent.Named(evil, true),
                new SessionEvent.Disconnected(evil, null));
        assertEquals(12, shown.size());
        for (AttributedString line : shown) {
            assertTrue(line.toString().contains("\\u001b[2J\\u009b31m\\u202e"), line.toString());
            assertTrue(line.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u202e'), line.toString());
        }
        Prompt prompt = Prompt.of(state, Palette.MANY);
        assertTrue((prompt.text() + prompt.title()).chars().noneMatch(Character::isISOControl), prompt.title());
    }

    @Test
    void aNameHasItsColourWhereverItIsShownAndInWhateverCase() {
        tell(
                new SessionEvent.Message("Roony", List.of("Ofir"), "a", PLACE),
                new SessionEvent.Joined(List.of("ROONY")),
                new SessionEvent.Message("Emily", List.of("Ofir"), "a", PLACE));
        assertEquals(shown.get(0).styleAt(6), shown.get(1).styleAt(0));
        assertNotEquals(shown.get(0).styleAt(6), shown.get(2).styleAt(6));
    }

    @Test
    void withoutColoursNothingIsStyled() {
        EventText plain = new EventText(state, Palette.NONE, InstantSource.fixed(NOW), ZoneOffset.UTC);
        for (SessionEvent event : List.of(
                new SessionEvent.Message("Roony", List.of("Ofir"), "a", PLACE),
                new SessionEvent.RequestFrom("Roony"),
                new SessionEvent.Refused(null, "no"),
                new SessionEvent.PrivateBegan("Roony"))) {
            AttributedString line = plain.of(event).getFirst();
            assertEquals(line.toString(), line.toAnsi());
        }
    }

    private static SessionEvent pending(long id, ClientLine line, boolean waits) {
        return new SessionEvent.Pending(id, line, waits);
    }

    private static ClientLine direct(String said, String... to) {
        return new ClientLine.Direct("Ofir", List.of(to), said);
    }

    private void tell(SessionEvent... events) {
        for (SessionEvent event : events) {
            shown.addAll(text.of(event));
            state.apply(event);
        }
    }

    private void assertShown(String... lines) {
        assertEquals(
                String.join("\n", lines),
                String.join("\n", shown.stream().map(AttributedString::toString).toList()));
    }
}
