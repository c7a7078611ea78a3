package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import parley.protocol.ServerLine;

/** The registry's joins, leaves and lists, with the time for which they are gathered in the test's hand. */
class PresenceTest {
    private static final int LIMIT = 96 * 1024;

    private final Deque<Runnable> gathering = new ArrayDeque<>();
    private Duration gatheredFor = Duration.ZERO;
    private final Map<User, Outbox> outboxes = new HashMap<>();
    private Registry registry = new Registry(1000, 800, LIMIT / 2, this::later);

    @Test
    void namesAreToldTogetherAfterTheGathering() throws Exception {
        User ofir = enter("Ofir");
        gathered();
        enter("Roony");
        enter("Emily");
        assertEquals(1, gathering.size());
        gathered();
        assertTold(ofir, "hello Ofir", "online: Ofir", "joined: Emily, Roony");
    }

    @Test
    void aNewcomerIsToldOnlyWhatItsListDidNotSay() throws Exception {
        enter("Ofir");
        User roony = enter("Roony");
        enter("Emily");
        gathered();
        assertTold(roony, "hello Roony", "online: Ofir, Roony", "joined: Emily");
    }

    @Test
    void theMoreAreOnlineTheLongerTheirNewsAreGathered() throws Exception {
        Map<Integer, Long> millis = new TreeMap<>();
        for (int users : List.of(1, 20, 21, 100, 200, 500)) {
            while (outboxes.size() < users) {
                gathered();
                enter("u" + outboxes.size());
            }
            millis.put(users, gatheredFor.toMillis());
        }
        assertEquals(Map.of(1, 100L, 20, 100L, 21, 105L, 100, 500L, 200, 1000L, 500, 1000L), millis);
    }

    @Test
    void manyAreToldAFewAtATimeAndEachOfThemEverythingOnce() throws Exception {
        List<User> users = enter(50);
        gathered();
        enter("x");
        gathering.remove().run();
        assertEquals(5, gatheredFor.toMillis());
        registry.leave(users.get(40));
        enter("y");
        gathered();
        enter("z");
        gathered();
        for (int i = 0; i < 50; i++) {
            List<String> told = told(users.get(i)).reversed();
            List<String> news = i < 20
                    ? List.of("joined: z", "joined: y", "left: u40", "joined: x")
                    : List.of("joined: z", "joined: x, y", "left: u40");
            if (i != 40) {
                assertEquals(news, told.subList(0, news.size()), users.get(i).name());
            }
        }
    }

    @Test
    void whatWasToldSomeWhenPresenceGoesOffIsToldNobodyElse() throws Exception {
        registry = new Registry(50, 50, LIMIT, this::later);
        List<User> users = enter(49);
        gathered();
        enter("v");
        gathering.remove().run();
        User one = enter("w");
        registry.leave(one);
        registry.leave(users.get(48));
        enter("x");
        gathered();
        List<String> first = told(users.get(0));
        assertEquals("joined: v", first.get(3));
        assertEquals("presence: off, 51 online", first.get(4));
        List<String> later = told(users.get(30));
        assertEquals(later.indexOf("presence: off, 51 online"), later.indexOf("presence: on") - 1);
        assertEquals("joined: x", later.getLast());
        assertEquals(1, later.stream().filter(line -> line.contains(" v")).count());
    }

    @Test
    void whoComesAndGoesAtOnceIsToldInThatOrder() throws Exception {
        User ofir = enter("Ofir");
        gathered();
        registry.leave(enter("Roony"));
        gathered();
        assertTold(ofir, "hello Ofir", "online: Ofir", "joined: Roony", "left: Roony");
    }

    @Test
    void whoGoesAndComesBackAtOnceIsToldInThatOrder() throws Exception {
        User ofir = enter("Ofir");
        User roony = enter("Roony");
        gathered();
        registry.leave(roony);
        enter("ROONY");
        gathered();
        assertTold(ofir, "hello Ofir", "online: Ofir", "joined: Roony", "left: Roony", "joined: ROONY");
    }

    @Test
    void leavingTwiceIsToldOnce() throws Exception {
        User ofir = enter("Ofir");
        User roony = enter("Roony");
        gathered();
        registry.leave(roony);
        gathered();
        registry.leave(roony);
        gathered();
        assertTold(ofir, "hello Ofir", "online: Ofir", "joined: Roony", "left: Roony");
    }

    @Test
    void withManyOnlinePresenceIsOffUntilFewAre() throws Exception {
        registry = new Registry(3, 2, LIMIT, this::later);
        User a = enter("A");
        User b = enter("B");
        User c = enter("C");
        gathered();
        User d = enter("D");
        User e = enter("E");
        registry.sendList(a);
        registry.leave(e);
        registry.leave(d);
        registry.leave(c);
        gathered();
        assertTold(d, "hello D", "presence: off, 4 online");
        assertTold(e, "hello E", "presence: off, 5 online");
        registry.leave(b);
        enter("F");
        gathered();
        assertTold(
                a,
                "hello A",
                "online: A",
                "joined: B, C",
                "presence: off, 4 online",
                "presence: off, 5 online",
                "presence: on",
                "online: A",
                "joined: F");
    }

    @Test
    void aLongListGoesOnInFurtherLines() throws Exception {
        for (int i = 0; i < 500; i++) {
            enter("somebody-%03d".formatted(i));
        }
        gathered();
        List<String> told = told(enter("z"));
        assertEquals("hello z", told.get(0));
        assertEquals("online:", told.get(1).substring(0, 7));
        assertEquals("online+:", told.get(2).substring(0, 8));
        assertEquals(501, String.join(", ", told.subList(1, told.size())).split(", ").length);
    }

    /** 128 bytes each: a list of 1,000 is more than may wait for a client. */
    @Test
    void longNamesDropNobodyWhoHasNotReadThePromptYet() throws Exception {
        for (int i = 0; i < 999; i++) {
            enter(longest(i));
            gathered();
        }
        Outbox outbox = new Outbox(LIMIT, new SendBudget(Long.MAX_VALUE), () -> {});
        outbox.send(new ServerLine.Welcome(), new ServerLine.Prompt());
        User last = enter(longest(999), outbox);
        assertTold(last, "welcome to the chat", "enter name:", "hello " + longest(999), "presence: off, 1000 online");
    }

    private static String longest(int i) {
        return Character.toString(0x20000 + i).repeat(32);
    }

    @Test
    void whereNamesMakeTooLongAListPresenceIsOffUntilTheyDoNot() throws Exception {
        registry = new Registry(1000, 800, 100, this::later);
        User a = enter("a".repeat(30));
        User b = enter("b".repeat(30));
        User c = enter("c".repeat(30));
        gathered();
        User d = enter("d".repeat(30));
        registry.leave(d);
        registry.leave(c);
        gathered();
        assertTold(
                b,
                "hello " + b.name(),
                "online: " + a.name() + ", " + b.name(),
                "joined: " + c.name(),
                "presence: off, 4 online",
                "presence: on",
                "online: " + a.name() + ", " + b.name());
    }

    @Test
    void whoeverHasNoRoomForNewsGetsTheListAsSoonAsThereIs() throws Exception {
        Outbox outbox = new Outbox(LIMIT, new SendBudget(Long.MAX_VALUE / 2), () -> {});
        User ofir = enter("Ofir", outbox);
        gathered();
        while (ofir.offer(Encoded.message("x".repeat(4000), 0))) {}
        while (ofir.offer(Encoded.message("", 0))) {}
        User roony = enter("Roony");
        gatheredOnce();
        registry.leave(roony);
        enter("Emily");
        gatheredOnce();
        written(outbox);
        gathered();
        assertTold(ofir, "online: Emily, Ofir");
    }

    @Test
    void whoeverHadNoRoomForPresenceComingBackIsToldWhenThereIs() throws Exception {
        registry = new Registry(2, 2, LIMIT, this::later);
        Outbox outbox = new Outbox(LIMIT, new SendBudget(Long.MAX_VALUE / 2), () -> {});
        User ofir = enter("Ofir", outbox);
        enter("Roony");
        User emily = enter("Emily");
        gathered();
        while (ofir.offer(Encoded.message("x".repeat(4000), 0))) {}
        while (ofir.offer(Encoded.message("", 0))) {}
        registry.leave(emily);
        registry.leave(Objects.requireNonNull(registry.find("Roony")));
        gatheredOnce();
        written(outbox);
        gathered();
        assertTold(ofir, "presence: on", "online: Ofir");
    }

    /** Runs what is due, but not what that makes due. */
    private void gatheredOnce() {
        List<Runnable> due = List.copyOf(gathering);
        gathering.clear();
        due.forEach(Runnable::run);
    }

    /** All that waits has been taken. */
    private static void written(Outbox outbox) throws InterruptedException {
        Thread writer = Thread.startVirtualThread(() -> {
            try {
                outbox.writeTo(OutputStream.nullOutputStream());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(outbox.awaitRoom(LIMIT, System.nanoTime() + 60_000_000_000L));
        writer.interrupt();
        writer.join();
    }

    private List<User> enter(int count) {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(enter("u%02d".formatted(i)));
        }
        return users;
    }

    private User enter(String name) {
        return enter(name, new Outbox(LIMIT, new SendBudget(Long.MAX_VALUE), () -> {}));
    }

    private User enter(String name, Outbox outbox) {
        User user = registry.enter(outboxes.size() + 1, name, outbox);
        assertNotNull(user, name);
        outboxes.put(user, outbox);
        return user;
    }

    private void later(Runnable task, Duration after) {
        gathering.add(task);
        gatheredFor = after;
    }

    private void gathered() {
        while (!gathering.isEmpty()) {
            gathering.remove().run();
        }
    }

    private void assertTold(User user, String... lines) throws IOException, InterruptedException {
        assertEquals(List.of(lines), told(user));
    }

    private List<String> told(User user) throws IOException, InterruptedException {
        Outbox outbox = outboxes.get(user);
        assertNotNull(outbox);
        outbox.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        outbox.writeTo(out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
