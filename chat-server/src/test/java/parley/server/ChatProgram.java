package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;
import parley.server.watch.ServerWatch;

/**
 * A random program of clients, run against a real server and beside it against the {@link ChatModel}: after each step
 * every client must have been sent what the model says and nothing else. Now and then all send at once, or one dies
 * while the others send; then the order between pairs must hold, and nothing may be lost, come twice or go astray.
 */
final class ChatProgram implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("Ofir", "OFIR", "Roony", "Emily", "Emil", "emma", "Jos\u00E9", "אופיר", "佐藤", "a-b.c_9");
    private static final List<String> TEXTS = List.of(
            "hello", "", " ", "a - b", "Roony to Emily - not theirs", "tab\there", "שלום 你好 \uD83D\uDE00", "exit now");
    private static final int MOST_CLIENTS = 6;
    private static final int SECONDS_TO_END = 30;

    /** The sender of what the server says of its own accord. */
    private static final int NOBODY = -1;

    private final Random random;
    private final int steps;
    private final Semaphore ended = new Semaphore(0);
    private final ChatServer server;
    private final ChatModel model;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Map<Integer, Set<String>> greetedWith = new HashMap<>();

    /** Clients that have sent an LF, whose lines may come in pieces from then on; others end theirs by pausing. */
    private final Set<Integer> terminating = new HashSet<>();

    private final Set<Integer> pausing = new HashSet<>();
    private final StringBuilder transcript = new StringBuilder();
    private int clients;
    private int messages;

    ChatProgram(long seed) throws IOException {
        random = new Random(seed);
        steps = 8 + random.nextInt(20);
        int offAbove = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1000;
        int onBelow = offAbove == 1000 ? 800 : 1 + random.nextInt(offAbove);
        model = new ChatModel(offAbove, onBelow);
        server = ChatServer.start(ServerFixture.OPTIONS.withPresence(offAbove, onBelow), null, new ServerWatch() {
            @Override
            public void ended(long client, Ending ending, Duration lasted) {
                ended.release();
            }
        });
    }

    void run() throws IOException, InterruptedException {
        try {
            for (int i = 0; i < steps; i++) {
                step();
                checkSent();
            }
            checkNothingMore();
        } catch (AssertionError | IllegalStateException wrong) {
            throw new AssertionError(wrong.getMessage() + "\nafter\n" + transcript, wrong);
        }
    }

    private void step() throws IOException, InterruptedException {
        List<Integer> unnamed =
                peers.keySet().stream().filter(c -> !model.isNamed(c)).toList();
        List<Integer> named = peers.keySet().stream().filter(model::isNamed).toList();
        int choice = random.nextInt(100);
        if (peers.isEmpty() || (choice < 15 && peers.size() < MOST_CLIENTS)) {
            connect();
        } else if (!unnamed.isEmpty() && choice < 45) {
            giveName(pick(unnamed));
        } else if (choice < 50) {
            die(pick(List.copyOf(peers.keySet())));
        } else if (named.isEmpty()) {
            giveName(pick(unnamed));
        } else if (choice < 65 && named.size() > 1) {
            sendAllAtOnce(named);
        } else {
            act(pick(named));
        }
    }

    private void connect() throws IOException {
        int client = clients++;
        note(client, "connects");
        peers.put(client, Peer.connect(server));
        if (random.nextInt(12) == 0) {
            pausing.add(client);
        }
    }

    private void giveName(int client) throws IOException {
        String name = pick(NAMES);
        send(client, name);
        model.name(client, name);
        if (model.isNamed(client)) {
            greetedWith.put(client, model.online());
        }
    }

    private void act(int client) throws IOException, InterruptedException {
        String me = model.name(client);
        String other = pick(NAMES);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> direct(client, me, names(), pick(TEXTS));
            case 3 -> direct(client, me, List.of(other, other, me), "x".repeat(random.nextInt(3900)));
            case 4 -> direct(client, other, names(), pick(TEXTS));
            case 5, 6, 7 -> {
                send(client, other);
                model.ask(client, other);
            }
            case 8, 9 -> answer(client, true, random.nextBoolean() ? null : other);
            case 10 -> answer(client, false, random.nextBoolean() ? null : other);
            case 11 -> {
                send(client, "leave");
                model.leave(client);
            }
            case 12 -> ask(client, other);
            default -> exit(client);
        }
    }

    private void ask(int client, String other) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> {
                send(client, "who");
                model.who(client, null);
            }
            case 1 -> {
                send(client, "who " + other);
                model.who(client, other);
            }
            case 2 -> {
                send(client, "help");
                model.help(client);
            }
            default -> {
                send(client, "no command of any kind");
                model.nonsense(client, "no command of any kind");
            }
        }
    }

    private void direct(int client, String from, List<String> to, String text) throws IOException {
        send(client, from + " to " + String.join(", ", to) + " - " + text);
        model.direct(client, from, to, text, !pausing.contains(client));
    }

    private void answer(int client, boolean accept, @Nullable String name) throws IOException {
        String word = accept ? "accept" : "reject";
        send(client, name == null ? word : word + " " + name);
        model.answer(client, accept, name);
    }

    private void exit(int client) throws IOException, InterruptedException {
        send(client, "exit");
        model.exit(client);
        Peer peer = peer(client);
        model.sent(client).forEach(peer::expect);
        peer.expectEnd();
        remove(client);
    }

    private void die(int client) throws IOException, InterruptedException {
        note(client, "dies");
        peer(client).reset();
        model.gone(client);
        remove(client);
    }

    /** The server has noticed when this returns. */
    private void remove(int client) throws InterruptedException {
        assertTrue(ended.tryAcquire(SECONDS_TO_END, TimeUnit.SECONDS), "the server did not end client " + client);
        Peer peer = peers.remove(client);
        if (peer != null) {
            peer.close();
        }
    }

    /**
     * Several messages of each, at the same time. None changes who is online or in a private chat, so what each of them
     * does is known; only whose come first is not. One that dies meanwhile is heard up to some message of its.
     */
    private void sendAllAtOnce(List<Integer> named) throws IOException, InterruptedException {
        boolean mayDie = named.stream().noneMatch(client -> model.isInPrivate(client) || pausing.contains(client));
        Integer dying = mayDie && random.nextInt(3) == 0 ? pick(named) : null;
        DueLines due = new DueLines();
        for (int sender : named) {
            sendSeveral(sender, named, dying, due);
        }
        if (dying != null) {
            die(dying);
            due.forget(dying);
            // The end of what the dead one was heard of: what is answered now comes after it.
            for (int client : named) {
                if (client != dying) {
                    due.add(client, NOBODY, model.sent(client));
                    send(client, "help");
                    model.help(client);
                    due.add(client, client, model.sent(client));
                }
            }
        }
        for (int client : named) {
            if (peers.containsKey(client)) {
                due.receive(client, peer(client)::next, dying);
            }
        }
    }

    private void sendSeveral(int sender, List<Integer> named, @Nullable Integer dying, DueLines due)
            throws IOException {
        String me = model.name(sender);
        StringBuilder all = new StringBuilder();
        int count = pausing.contains(sender) ? 1 : 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            List<String> to = recipientsOtherThan(dying);
            String text = "number " + ++messages + " " + "x".repeat(random.nextInt(300));
            all.append(me)
                    .append(" to ")
                    .append(String.join(", ", to))
                    .append(" - ")
                    .append(text);
            all.append(i + 1 < count ? "\n" : "");
            model.direct(sender, me, to, text, !pausing.contains(sender));
            named.forEach(client -> due.add(client, sender, model.sent(client)));
        }
        send(sender, all.toString());
    }

    private List<String> recipientsOtherThan(@Nullable Integer dying) {
        List<String> names = new ArrayList<>(names());
        if (dying != null) {
            String dead = model.name(dying);
            names.removeIf(name -> Names.key(name).equals(Names.key(dead)));
        }
        return names.isEmpty() ? List.of("nobody") : names;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            names.add(pick(NAMES));
        }
        return names;
    }

    private void send(int client, String line) throws IOException {
        note(client, line);
        Peer peer = peer(client);
        if (pausing.contains(client)) {
            peer.sendUnterminated(line);
        } else if (terminating.contains(client) && line.length() > 1 && random.nextInt(4) == 0) {
            int cut = line.offsetByCodePoints(0, 1);
            peer.sendUnterminated(line.substring(0, cut));
            peer.sendUnterminated(line.substring(cut) + "\r\n");
        } else {
            peer.send(line);
            terminating.add(client);
        }
    }

    private void checkSent() {
        peers.forEach((client, peer) -> model.sent(client).forEach(peer::expect));
    }

    /** Nobody was sent anything but what was expected, and all know who is online. */
    private void checkNothingMore() throws IOException {
        for (int client : peers.keySet()) {
            if (model.isNamed(client)) {
                send(client, "help");
                model.help(client);
            }
        }
        checkSent();
        if (model.presenceHasChanged()) {
            return;
        }
        for (Map.Entry<Integer, Peer> each : peers.entrySet()) {
            if (model.isNamed(each.getKey())) {
                checkPresence(each.getKey(), each.getValue());
            }
        }
    }

    private void checkPresence(int client, Peer peer) {
        Set<String> known = new HashSet<>(greetedWith.getOrDefault(client, Set.of()));
        while (!known.equals(model.online())) {
            String news = peer.nextPresence();
            String name = news.substring(news.indexOf(' ') + 1);
            assertEquals(
                    news.startsWith("joined: "), known.add(name) || !known.remove(name), news + " told to " + client);
        }
    }

    private Peer peer(int client) {
        Peer peer = peers.get(client);
        if (peer == null) {
            throw new IllegalStateException("client " + client + " has gone");
        }
        return peer;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void note(int client, String what) {
        transcript.append(client).append(": ").append(what).append('\n');
    }

    @Override
    public void close() {
        peers.values().forEach(Peer::close);
        server.close();
    }
}
