package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The registry's joins, leaves and lists, with the time for which they are gathered in the test's hand. */
class PresenceTest {
    private final Deque<Runnable> gathering = new ArrayDeque<>();
    private final Map<User, Outbox> outboxes = new HashMap<>();
    private Registry registry = new Registry(1000, 800, gathering::add);

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
        registry = new Registry(3, 2, gathering::add);
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

    private User enter(String name) {
        Outbox outbox = new Outbox(96 * 1024, () -> {});
        User user = registry.enter(outboxes.size() + 1, name, outbox);
        assertNotNull(user, name);
        outboxes.put(user, outbox);
        return user;
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
