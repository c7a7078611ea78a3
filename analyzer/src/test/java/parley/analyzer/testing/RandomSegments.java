package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.wire.TcpHeader;

/**
 * Many short conversations over TCP at once, of segments that are drawn by lot near what each side would send next: what
 * is usual, what is rare and what no stack would do. The same seed makes the same packets.
 */
public final class RandomSegments {
    /** What a side may do next, and how often. */
    private enum Step {
        DATA(25),
        ACK(14),
        REPEATED_ACK(7),
        WINDOW(4),
        LOSS(5),
        AGAIN(9),
        ACK_OF_UNSEEN(3),
        OLD_ACK(2),
        KEEP_ALIVE(3),
        STALL(5),
        FILL_WINDOW(5),
        FIN(3),
        RESET(2),
        SYN_AGAIN(2),
        SYN_ACK_AGAIN(1),
        REUSE(2),
        URGENT(1),
        ACK_OF_ZERO(1),
        DUPLICATE(1),
        NONSENSE(5);

        final int weight;

        Step(int weight) {
            this.weight = weight;
        }
    }

    private static final List<Step> LOTS = Arrays.stream(Step.values())
            .flatMap(step -> Collections.nCopies(step.weight, step).stream())
            .toList();
    private static final int ECN_BITS = TcpHeader.ECE | TcpHeader.CWR | TcpHeader.AE;
    private static final int[] LENGTHS = {1, 1, 2, 10, 100, 100, 536, 1000};
    private static final int[] WINDOWS = {0, 0, 1, 2, 100, 200, 1000, 1000, 1000, 2000, 65_535};
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long[] PAUSES = {
        0,
        MICROSECOND,
        50 * MICROSECOND,
        500 * MICROSECOND,
        MILLISECOND,
        3 * MILLISECOND - 1,
        3 * MILLISECOND,
        15 * MILLISECOND,
        20 * MILLISECOND - 1,
        20 * MILLISECOND,
        300 * MILLISECOND,
        1_100 * MILLISECOND
    };

    /** What may be drawn. */
    public enum Kind {
        /** Whatever TCP's header can say. */
        ANY,
        /**
         * Captured whole, octets the same whenever they are sent again, numbers new only in a connection that is new,
         * resets empty, nothing acknowledged without ACK: where Wireshark's text of a stream and the octets that
         * arrived are the same.
         */
        ORDERLY
    }

    private final Random random;
    private final Kind kind;
    private final RandomOptions options;
    private final List<Frame> frames = new ArrayList<>();
    private long nanos = TcpScript.START_NANOS;

    private RandomSegments(Kind kind, long seed) {
        this.kind = kind;
        random = new Random(seed);
        options = new RandomOptions(random);
    }

    /** Packets on Ethernet, of so many conversations, each of so many steps at most, which are a packet or some. */
    public static List<Frame> of(Kind kind, long seed, int conversations, int steps) {
        RandomSegments run = new RandomSegments(kind, seed);
        List<Conversation> open = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            open.add(run.new Conversation(i, 1 + run.random.nextInt(steps)));
        }
        while (!open.isEmpty()) {
            // Few at a time, so that the pauses between packets of one conversation are those that are drawn.
            Conversation next = open.get(run.random.nextInt(Math.min(3, open.size())));
            next.step();
            if (next.left == 0) {
                open.remove(next);
            }
        }
        return run.frames;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int oneOf(int... values) {
        return values[random.nextInt(values.length)];
    }

    private void pause() {
        long pause = PAUSES[random.nextInt(chance(70) ? 6 : PAUSES.length)];
        nanos += chance(1) ? -pause : pause;
    }

    /** What one side has sent. */
    private final class Side {
        final Endpoint endpoint;
        final int habit = random.nextInt(RandomOptions.HABITS);
        final int scale = chance(10) ? oneOf(0, 14, 15, 200) : random.nextInt(8);
        int first;
        int next;
        int acknowledged;
        int window = oneOf(WINDOWS);

        Side(Endpoint endpoint) {
            this.endpoint = endpoint;
            renumber();
        }

        void renumber() {
            first = chance(20) ? -random.nextInt(1200) : random.nextInt();
            next = first + 1;
        }
    }

    private final class Conversation {
        final Side client;
        final Side server;
        int left;

        Conversation(int number, int steps) {
            String net = chance(10)
                    ? "[2001:db8:0:%x::%%d]:%%d".formatted(number)
                    : "10.%d.%d.%%d:%%d".formatted(number >> 8, number & 0xff);
            client = new Side(Endpoints.parse(net.formatted(1, 40_000 + random.nextInt(1000))));
            server = new Side(Endpoints.parse(net.formatted(chance(5) ? 1 : 2, 9_000 + random.nextInt(1000))));
            left = steps;
            client.acknowledged = server.next;
            server.acknowledged = client.next;
            if (chance(80)) {
                open();
            }
        }

        void open() {
            switch (random.nextInt(12)) {
                case 0 -> syn(client);
                case 1 -> {
                    syn(client);
                    syn(client);
                    synAck(server, client);
                }
                case 2 -> {
                    synAck(server, client);
                    syn(client);
                }
                case 3 -> {
                    syn(client);
                    syn(server);
                    synAck(client, server);
                    synAck(server, client);
                }
                case 4 -> {
                    syn(client);
                    empty(server, TcpHeader.ACK);
                    syn(server);
                    synAck(client, server);
                }
                case 5 -> {
                    syn(client);
                    client.renumber();
                    syn(client);
                    synAck(server, client);
                    if (kind == Kind.ANY) {
                        server.renumber();
                        synAck(server, client);
                    }
                }
                case 6 -> {
                    send(client, TcpHeader.SYN, client.first, 0, oneOf(LENGTHS));
                    synAck(server, client);
                }
                default -> {
                    syn(client);
                    synAck(server, client);
                }
            }
            client.acknowledged = server.next;
            server.acknowledged = client.next;
            if (chance(90)) {
                empty(client, TcpHeader.ACK);
            }
        }

        void syn(Side side) {
            int ecn = chance(20) ? oneOf(TcpHeader.ECE | TcpHeader.CWR, ECN_BITS) : 0;
            send(side, TcpHeader.SYN | ecn, side.first, 0, 0);
        }

        void synAck(Side side, Side other) {
            int ecn = chance(20) ? random.nextInt(ECN_BITS) & ECN_BITS : 0;
            send(side, TcpHeader.SYN | TcpHeader.ACK | ecn, side.first, other.first + 1, 0);
        }

        void empty(Side side, int flags) {
            send(side, flags, side.next, side.acknowledged, 0);
        }

        void step() {
            left--;
            boolean fromClient = random.nextBoolean();
            Side own = fromClient ? client : server;
            Side other = fromClient ? server : client;
            pause();
            switch (LOTS.get(random.nextInt(LOTS.size()))) {
                case DATA -> data(own, oneOf(LENGTHS));
                case ACK -> {
                    own.acknowledged = other.next;
                    empty(own, TcpHeader.ACK);
                }
                case REPEATED_ACK -> {
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        empty(own, TcpHeader.ACK);
                    }
                }
                case WINDOW -> {
                    own.window = oneOf(WINDOWS);
                    empty(own, TcpHeader.ACK);
                }
                case LOSS -> {
                    own.next += oneOf(LENGTHS);
                    data(own, oneOf(LENGTHS));
                }
                case AGAIN -> again(own, other);
                case ACK_OF_UNSEEN -> {
                    own.acknowledged = other.next + oneOf(LENGTHS);
                    empty(own, TcpHeader.ACK);
                }
                case OLD_ACK -> {
                    own.acknowledged -= oneOf(LENGTHS);
                    empty(own, TcpHeader.ACK);
                }
                case KEEP_ALIVE -> {
                    send(own, TcpHeader.ACK, own.next - 1, own.acknowledged, random.nextInt(3));
                    if (chance(60)) {
                        empty(other, TcpHeader.ACK);
                    }
                }
                case STALL -> stall(own, other);
                case FILL_WINDOW -> fillWindow(own, other);
                case FIN -> send(own, TcpHeader.FIN | TcpHeader.ACK, own.next, own.acknowledged, some());
                case RESET -> reset(own);
                case SYN_AGAIN -> syn(own);
                case SYN_ACK_AGAIN -> synAck(own, other);
                case REUSE -> reuse(own, other);
                case URGENT -> send(own, TcpHeader.URG | TcpHeader.ACK, own.next, own.acknowledged, some());
                case ACK_OF_ZERO -> send(own, TcpHeader.ACK, own.next, 0, some());
                case DUPLICATE -> duplicate();
                case NONSENSE -> {
                    if (kind == Kind.ANY) {
                        nonsense(own);
                    } else {
                        data(own, oneOf(LENGTHS));
                    }
                }
            }
        }

        void reset(Side own) {
            boolean acknowledges = chance(60);
            int flags = TcpHeader.RST | (acknowledges ? TcpHeader.ACK : 0);
            int acknowledgment = acknowledges || kind == Kind.ANY ? own.acknowledged : 0;
            send(own, flags, own.next, acknowledgment, kind == Kind.ANY ? some() : 0);
        }

        void reuse(Side own, Side other) {
            own.renumber();
            if (kind == Kind.ORDERLY) {
                other.renumber();
                own.acknowledged = other.next;
                other.acknowledged = own.next;
                syn(own);
            } else if (random.nextBoolean()) {
                syn(own);
            } else {
                synAck(own, other);
            }
        }

        void nonsense(Side own) {
            switch (random.nextInt(5)) {
                case 0 -> send(own, random.nextInt(0x1000), own.next, own.acknowledged, some());
                case 1 -> send(own, random.nextInt(0x40), own.next - random.nextInt(3), own.acknowledged, some());
                case 2 -> send(own, 0, own.next, 0, some());
                case 3 -> send(own, TcpHeader.ACK, random.nextInt(), random.nextInt(), some());
                default -> open();
            }
        }

        int some() {
            return chance(50) ? 0 : oneOf(LENGTHS);
        }

        void data(Side own, int length) {
            send(own, TcpHeader.ACK | (chance(50) ? TcpHeader.PSH : 0), own.next, own.acknowledged, length);
        }

        /** Some of what was sent before, with the same boundaries or others. */
        void again(Side own, Side other) {
            int from = switch (random.nextInt(4)) {
                case 0 -> other.acknowledged;
                case 1 -> own.next - random.nextInt(3000);
                case 2 -> own.first + random.nextInt(3);
                default -> own.next - oneOf(LENGTHS);
            };
            int length = chance(30) ? own.next - from : oneOf(LENGTHS);
            if (chance(30)) {
                other.acknowledged = from;
                for (int i = random.nextInt(4); i >= 0; i--) {
                    empty(other, TcpHeader.ACK);
                }
                nanos += PAUSES[random.nextInt(PAUSES.length)];
            }
            send(own, TcpHeader.ACK, from, own.acknowledged, Math.clamp(length, 0, 1400));
        }

        /** The other side closes its window, this one probes. */
        void stall(Side own, Side other) {
            int before = other.window;
            other.window = 0;
            other.acknowledged = chance(80) ? own.next : other.acknowledged;
            empty(other, TcpHeader.ACK);
            for (int i = random.nextInt(3); i >= 0; i--) {
                pause();
                int probe = chance(80) ? own.next : own.next - 1;
                send(own, TcpHeader.ACK, probe, own.acknowledged, chance(90) ? 1 : 2);
                own.next = probe;
                if (chance(70)) {
                    empty(other, TcpHeader.ACK);
                }
            }
            if (chance(60)) {
                other.window = before;
                empty(other, TcpHeader.ACK);
            }
        }

        void fillWindow(Side own, Side other) {
            int shift = chance(50) ? Math.min(other.scale, 14) : 0;
            int room = other.acknowledged + (other.window << shift) - own.next;
            if (room > 0 && room < 1400) {
                data(own, room);
            } else {
                other.window = oneOf(1, 2, 10, 100);
                empty(other, TcpHeader.ACK);
                data(own, Math.min(other.window << shift, 1400));
            }
        }

        void duplicate() {
            if (!frames.isEmpty()) {
                frames.add(frames.getLast().at(nanos));
            }
        }

        private void send(Side own, int flags, int sequence, int acknowledgment, int length) {
            Side other = own == client ? server : client;
            boolean syn = (flags & TcpHeader.SYN) != 0;
            TcpFrame segment = TcpFrame.of(own.endpoint, other.endpoint)
                    .flags(flags)
                    .sequence(sequence)
                    .acknowledgment(acknowledgment)
                    .window(own.window)
                    .urgentPointer(random.nextInt(3))
                    .tcpOptions(options.draw(syn, own.habit, own.scale, own.acknowledged, (int) (nanos / MILLISECOND)))
                    .payload(payload(sequence, length));
            byte[] octets = segment.octets();
            Frame frame = Frame.of(nanos, octets);
            frames.add(
                    kind == Kind.ANY && chance(3) ? frame.snapped(octets.length - random.nextInt(length + 1)) : frame);
            nanos += chance(70) ? MICROSECOND * random.nextInt(200) : 0;
            int end = sequence + length + ((flags & (TcpHeader.SYN | TcpHeader.FIN)) == 0 ? 0 : 1);
            if (end - own.next > 0 && end - own.next < 100_000) {
                own.next = end;
            }
        }

        private byte[] payload(int sequence, int length) {
            byte[] octets = new byte[length];
            for (int i = 0; i < length; i++) {
                octets[i] = (byte) ('a' + Math.floorMod(sequence + i, 26));
            }
            if (kind == Kind.ANY && length > 0 && chance(2)) {
                octets[0] = (byte) random.nextInt(256);
            }
            return octets;
        }
    }
}
