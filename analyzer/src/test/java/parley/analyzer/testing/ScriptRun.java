package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.capture.LinkType;
import parley.analyzer.tcp.Endpoint;

/** Runs the statements of a {@link TcpScript} and keeps the capture that comes of them. */
final class ScriptRun {
    @FunctionalInterface
    private interface Statement {
        void run(ScriptRun run, ScriptWords words);
    }

    /** The two ends of a connection. */
    private static final class Ends {
        private ScriptSide client;
        private ScriptSide server;

        Ends(Endpoint client, Endpoint server) {
            this.client = new ScriptSide(client, CLIENT_ISN);
            this.server = new ScriptSide(server, SERVER_ISN);
        }
    }

    private static final long CLIENT_ISN = 1000;
    private static final long SERVER_ISN = 5000;
    private static final long STEP_NANOS = 1_000_000;

    private static final Map<String, Statement> STATEMENTS = Map.ofEntries(
            Map.entry("C", (run, words) -> run.segment(words, run.ends.client, run.ends.server)),
            Map.entry("S", (run, words) -> run.segment(words, run.ends.server, run.ends.client)),
            Map.entry(
                    "handshake",
                    (run, words) ->
                            run.line("C SYN mss=1460 sack wscale=7; S SYN-ACK mss=1460 sack" + " wscale=7; C ACK")),
            Map.entry("close", (run, words) -> run.line("C FIN; S FIN; C ACK")),
            Map.entry("lose", (run, words) -> run.lose()),
            Map.entry("unseen", (run, words) -> run.removeLast()),
            Map.entry("dup", (run, words) -> run.capture(run.lastFrame().at(run.takeTime()))),
            Map.entry("reorder", (run, words) -> run.reorder(words.hasNext() ? (int) words.number("places") : 1)),
            Map.entry("at", (run, words) -> run.at(words.next("+DURATION or DURATION"))),
            Map.entry("client", (run, words) -> run.client(Endpoints.parse(words.next("HOST:PORT")))),
            Map.entry("server", (run, words) -> run.server(Endpoints.parse(words.next("HOST:PORT")))),
            Map.entry("isn", (run, words) -> run.isn(words.next("C or S"), words.number("a sequence number"))),
            Map.entry("vlan", (run, words) -> run.vlan = (int) words.number("a VLAN")),
            Map.entry("link", (run, words) -> run.link(words.next("a link type"))));

    private static final Map<String, Integer> LINK_TYPES = Map.of(
            "ethernet", LinkType.ETHERNET,
            "null", LinkType.NULL,
            "loop", LinkType.LOOP,
            "raw", LinkType.RAW,
            "sll", LinkType.LINUX_SLL,
            "sll2", LinkType.LINUX_SLL2);

    private final Map<List<Endpoint>, Ends> connections = new HashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private int linkType = LinkType.ETHERNET;
    private int vlan;
    private long clock = TcpScript.START_NANOS;
    private Ends ends;
    private Runnable undoArrival = () -> {};

    ScriptRun() {
        ends = new Ends(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"));
        connections.put(List.of(ends.client.endpoint(), ends.server.endpoint()), ends);
    }

    int linkType() {
        return linkType;
    }

    List<Frame> frames() {
        return frames;
    }

    void line(String line) {
        for (ScriptWords words : ScriptWords.statements(line)) {
            String verb = words.next("a statement");
            Statement statement = STATEMENTS.get(verb);
            if (statement == null) {
                throw new IllegalArgumentException(words + ": no statement begins with " + verb);
            }
            statement.run(this, words);
            words.end();
        }
    }

    private void segment(ScriptWords words, ScriptSide sender, ScriptSide receiver) {
        ScriptSegment segment;
        if (words.take("again")) {
            ScriptSegment last = sender.last();
            if (last == null) {
                throw new IllegalArgumentException(words + ": nothing was sent before");
            }
            segment = last.again(sender.acknowledgment());
        } else {
            segment = ScriptSegment.read(words, sender, receiver);
        }
        sender.sent(segment);
        undoArrival = receiver.arrive(segment);
        capture(segment.frame(takeTime(), linkType, vlan, sender, receiver));
    }

    private void capture(Frame frame) {
        frames.add(frame);
    }

    private long takeTime() {
        long now = clock;
        clock += STEP_NANOS;
        return now;
    }

    private Frame lastFrame() {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("no packet was captured before");
        }
        return frames.getLast();
    }

    private void removeLast() {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("no packet was captured before");
        }
        frames.removeLast();
    }

    private void lose() {
        removeLast();
        undoArrival.run();
    }

    /** Moves the last packet to the front; times stay in their order. */
    private void reorder(int places) {
        int from = frames.size() - 1;
        if (places < 1 || places > from) {
            throw new IllegalArgumentException("the last packet cannot be " + places + " places earlier");
        }
        for (int i = from; i > from - places; i--) {
            Frame earlier = frames.get(i - 1);
            Frame later = frames.get(i);
            frames.set(i - 1, later.at(earlier.nanos()));
            frames.set(i, earlier.at(later.nanos()));
        }
    }

    private void at(String time) {
        boolean relative = time.startsWith("+");
        long nanos = duration(relative ? time.substring(1) : time);
        long base = relative && !frames.isEmpty() ? lastFrame().nanos() : TcpScript.START_NANOS;
        clock = base + nanos;
    }

    private static long duration(String text) {
        long unit = text.endsWith("us") ? 1000L : text.endsWith("ms") ? 1_000_000L : 1_000_000_000L;
        String number = text.replaceFirst("(us|ms|s)$", "");
        if (number.equals(text)) {
            throw new IllegalArgumentException(text + ": expected a time as 10us, 200ms or 3s");
        }
        return ScriptWords.number(number, "a time as 10us, 200ms or 3s") * unit;
    }

    private void client(Endpoint endpoint) {
        connect(endpoint, ends.server.endpoint());
    }

    private void server(Endpoint endpoint) {
        connect(ends.client.endpoint(), endpoint);
    }

    private void connect(Endpoint client, Endpoint server) {
        ends = connections.computeIfAbsent(List.of(client, server), pair -> new Ends(client, server));
    }

    private void isn(String side, long number) {
        switch (side) {
            case "C" -> {
                ends.client = new ScriptSide(ends.client.endpoint(), number);
                ends.server.forgetArrived();
            }
            case "S" -> {
                ends.server = new ScriptSide(ends.server.endpoint(), number);
                ends.client.forgetArrived();
            }
            default -> throw new IllegalArgumentException(side + ": expected C or S");
        }
    }

    private void link(String name) {
        Integer number = LINK_TYPES.get(name);
        if (number == null) {
            throw new IllegalArgumentException(name + ": expected one of " + LINK_TYPES.keySet());
        }
        if (!frames.isEmpty()) {
            throw new IllegalArgumentException("link comes before the first segment");
        }
        linkType = number;
    }
}
