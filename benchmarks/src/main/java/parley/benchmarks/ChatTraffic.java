package parley.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * What a chat of many users has on the wire at its server: handshakes, lines with their acknowledgements, losses before
 * and behind the place of capture, closes. Time is counted in nanoseconds from the beginning.
 */
final class ChatTraffic {
    /** Takes the frames in order of time. */
    interface FrameSink {
        void frame(long nanos, byte[] octets) throws IOException;
    }

    private record Scheduled(long nanos, long order, byte[] octets) {}

    private static final int SERVER_PORT = 10_000;
    private static final int SERVER_ADDRESS = 0x0a00_0001;
    private static final int FIRST_CLIENT_ADDRESS = 0x0a01_0000;
    private static final int FIRST_SCANNER_ADDRESS = 0xac10_0000;
    private static final int FIRST_CLIENT_PORT = 32_768;
    private static final int CLIENT_PORTS = 28_000;
    private static final long RETRANSMISSION_NANOS = 200_000_000;
    private static final long MILLISECOND = 1_000_000;
    private static final String WORDS = "good morning everybody who has seen the report that was to come on friday and"
            + " is there anything left of the cake from yesterday because I would like a piece of it with my tea ";

    /** A user's connection, and from when on it may be used again. */
    private static final class Talk {
        private final TcpFrames client;
        private final TcpFrames server;
        private final String name;
        private final long roundTrip;
        private long freeAt;

        Talk(TcpFrames client, TcpFrames server, String name, long roundTrip) {
            this.client = client;
            this.server = server;
            this.name = name;
            this.roundTrip = roundTrip;
        }
    }

    private final List<Talk> talks = new ArrayList<>();
    private final PriorityQueue<Scheduled> queue =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::nanos).thenComparingLong(Scheduled::order));
    private final int connections;
    private final double loss;
    private final Random random;
    private final FrameSink sink;
    private long now;
    private long scheduled;
    private long scanned;

    /**
     * Traffic that depends on nothing but these.
     *
     * @param loss share of the segments with data, 0 to 1
     */
    ChatTraffic(int connections, double loss, long seed, FrameSink sink) {
        this.connections = connections;
        this.loss = loss;
        this.random = new Random(seed);
        this.sink = sink;
    }

    /**
     * Everybody comes, talks until about as many packets are there, and goes.
     *
     * @param halfOpen SYNs of strangers in between
     */
    void run(long packets, long halfOpen) throws IOException {
        for (int i = 0; i < connections; i++) {
            talks.add(open(i));
            pass(MILLISECOND);
        }
        pass(100 * MILLISECOND);
        long closing = 6L * connections;
        while (said() < packets - closing) {
            talk();
            while (scanned < halfOpen * said() / packets) {
                scan();
            }
            pass(random.nextLong(MILLISECOND));
        }
        pass(2 * RETRANSMISSION_NANOS);
        for (Talk talk : talks) {
            close(talk);
            pass(MILLISECOND);
        }
        pass(Long.MAX_VALUE / 2);
    }

    /** Frames of the chat, those of strangers not among them. */
    private long said() {
        return scheduled - scanned;
    }

    private void pass(long nanos) throws IOException {
        now += nanos;
        while (!queue.isEmpty() && queue.peek().nanos <= now) {
            Scheduled next = queue.remove();
            sink.frame(next.nanos, next.octets);
        }
    }

    private void at(long nanos, byte[] octets) {
        queue.add(new Scheduled(nanos, scheduled++, octets));
    }

    private Talk open(int number) {
        int address = FIRST_CLIENT_ADDRESS + number / CLIENT_PORTS;
        int port = FIRST_CLIENT_PORT + number % CLIENT_PORTS;
        TcpFrames client = new TcpFrames(address, port, SERVER_ADDRESS, SERVER_PORT, random.nextInt());
        TcpFrames server = new TcpFrames(SERVER_ADDRESS, SERVER_PORT, address, port, random.nextInt());
        Talk talk = new Talk(client, server, "user" + number, 100_000 + random.nextLong(5 * MILLISECOND));
        long time = now;
        at(time, client.syn(server));
        at(time + 20_000, server.synAck(client));
        at(time + talk.roundTrip, client.ack(server));
        talk.freeAt = time + talk.roundTrip;
        line(talk, server, client, "welcome to the chat");
        line(talk, server, client, "enter name:");
        line(talk, client, server, talk.name);
        line(talk, server, client, "hello " + talk.name);
        line(talk, server, client, "presence: off, " + (number + 1) + " online");
        return talk;
    }

    private void scan() {
        int address = FIRST_SCANNER_ADDRESS + (int) (scanned / CLIENT_PORTS);
        int port = FIRST_CLIENT_PORT + (int) (scanned % CLIENT_PORTS);
        TcpFrames stranger = new TcpFrames(address, port, SERVER_ADDRESS, SERVER_PORT, random.nextInt());
        at(now, stranger.syn(stranger));
        scanned++;
    }

    private void talk() {
        Talk from = talks.get(random.nextInt(talks.size()));
        Talk to = talks.get(random.nextInt(talks.size()));
        if (from.freeAt > now || to.freeAt > now || from.equals(to)) {
            return;
        }
        int length = 3 + random.nextInt(random.nextInt(WORDS.length() - 3) + 1);
        int begin = random.nextInt(WORDS.length() - length);
        String text = WORDS.substring(begin, begin + length).strip();
        String line = from.name + " to " + to.name + " - " + (text.isEmpty() ? "well" : text);
        line(from, from.client, from.server, line);
        to.freeAt = Math.max(to.freeAt, from.freeAt);
        line(to, to.server, to.client, line);
    }

    /** A line and its acknowledgement, as they pass the server's interface; the talk is busy until then. */
    private void line(Talk talk, TcpFrames from, TcpFrames to, String text) {
        byte[] octets = (text + "\n").getBytes(StandardCharsets.UTF_8);
        long time = Math.max(now, talk.freeAt);
        boolean fromServer = from.equals(talk.server);
        long acknowledged = fromServer ? talk.roundTrip : 30_000;
        if (random.nextDouble() >= loss) {
            at(time, from.data(to, octets));
        } else if (fromServer) {
            byte[] segment = from.data(to, octets);
            at(time, segment);
            time += RETRANSMISSION_NANOS + talk.roundTrip;
            at(time, segment);
        } else {
            // Lost on its way to the server, where the next line then leaves a gap until the first comes again.
            byte[] lost = from.data(to, octets);
            time += MILLISECOND;
            byte[] duplicate = to.ackWithout(from, octets.length);
            at(time, from.data(to, octets));
            at(time + 30_000, duplicate);
            time += RETRANSMISSION_NANOS;
            at(time, lost);
        }
        at(time + acknowledged, to.ack(from));
        talk.freeAt = time + acknowledged + 1000;
    }

    private void close(Talk talk) {
        line(talk, talk.client, talk.server, "exit");
        line(talk, talk.server, talk.client, "goodbye");
        long time = talk.freeAt;
        at(time, talk.server.fin(talk.client));
        at(time + talk.roundTrip, talk.client.fin(talk.server));
        at(time + talk.roundTrip + 20_000, talk.server.ack(talk.client));
    }
}
