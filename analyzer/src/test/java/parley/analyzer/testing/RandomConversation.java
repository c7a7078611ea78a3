package parley.analyzer.testing;

import parley.analyzer.wire.TcpHeader;

/** A short conversation over TCP, of segments that are drawn by lot near what each side would send next. */
final class RandomConversation {
    private static final int ECN_BITS = TcpHeader.ECE | TcpHeader.CWR | TcpHeader.AE;
    private static final int[] LENGTHS = {1, 1, 2, 10, 100, 100, 536, 1000};

    private final RandomSegments.Kind kind;
    private final Lots lots;
    private final RandomWire wire;
    private final RandomSide client;
    private final RandomSide server;
    private int left;

    /** @param steps how many at most, each a packet or some */
    RandomConversation(int number, int steps, RandomSegments.Kind kind, Lots lots, RandomWire wire) {
        this.wire = wire;
        this.kind = kind;
        this.lots = lots;
        left = 1 + lots.below(steps);
        String net = lots.chance(10)
                ? "[2001:db8:0:%x::%%d]:%%d".formatted(number)
                : "10.%d.%d.%%d:%%d".formatted(number >> 8, number & 0xff);
        int clientPort = kind == RandomSegments.Kind.WIRE && lots.chance(8) ? 0 : 40_000 + lots.below(1000);
        client = new RandomSide(Endpoints.parse(net.formatted(1, clientPort)), lots);
        server = new RandomSide(Endpoints.parse(net.formatted(lots.chance(5) ? 1 : 2, 9_000 + lots.below(1000))), lots);
        client.multipath = kind == RandomSegments.Kind.OPTIONS && lots.chance(30);
        server.multipath = client.multipath;
        client.acknowledged = server.next;
        server.acknowledged = client.next;
        if (lots.chance(80)) {
            open();
        }
    }

    private void open() {
        switch (lots.below(12)) {
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
                if (kind != RandomSegments.Kind.ORDERLY) {
                    server.renumber();
                    synAck(server, client);
                }
            }
            case 6 -> {
                send(client, TcpHeader.SYN, client.first, 0, lots.oneOf(LENGTHS));
                synAck(server, client);
            }
            default -> {
                syn(client);
                synAck(server, client);
            }
        }
        client.acknowledged = server.next;
        server.acknowledged = client.next;
        if (lots.chance(90)) {
            empty(client, TcpHeader.ACK);
        }
    }

    private void syn(RandomSide side) {
        int ecn = lots.chance(20) ? lots.oneOf(TcpHeader.ECE | TcpHeader.CWR, ECN_BITS) : 0;
        send(side, TcpHeader.SYN | ecn, side.first, 0, 0);
    }

    private void synAck(RandomSide side, RandomSide other) {
        int ecn = lots.chance(20) ? lots.below(ECN_BITS) & ECN_BITS : 0;
        send(side, TcpHeader.SYN | TcpHeader.ACK | ecn, side.first, other.first + 1, 0);
    }

    private void empty(RandomSide side, int flags) {
        send(side, flags, side.next, side.acknowledged, 0);
    }

    boolean isOver() {
        return left == 0;
    }

    void step() {
        left--;
        boolean fromClient = lots.coin();
        RandomSide own = fromClient ? client : server;
        RandomSide other = fromClient ? server : client;
        wire.pause();
        switch (RandomStep.draw(lots)) {
            case DATA -> data(own, lots.oneOf(LENGTHS));
            case ACK -> {
                own.acknowledged = other.next;
                empty(own, TcpHeader.ACK);
            }
            case REPEATED_ACK -> {
                for (int i = lots.below(5); i >= 0; i--) {
                    empty(own, TcpHeader.ACK);
                }
            }
            case WINDOW -> {
                own.window = lots.oneOf(RandomSide.WINDOWS);
                empty(own, TcpHeader.ACK);
            }
            case LOSS -> {
                own.next += lots.oneOf(LENGTHS);
                data(own, lots.oneOf(LENGTHS));
            }
            case AGAIN -> again(own, other);
            case ACK_OF_UNSEEN -> {
                own.acknowledged = other.next + lots.oneOf(LENGTHS);
                empty(own, TcpHeader.ACK);
            }
            case OLD_ACK -> {
                own.acknowledged -= lots.oneOf(LENGTHS);
                empty(own, TcpHeader.ACK);
            }
            case KEEP_ALIVE -> {
                send(own, TcpHeader.ACK, own.next - 1, own.acknowledged, lots.below(3));
                if (lots.chance(60)) {
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
            case DUPLICATE -> wire.repeatLast();
            case NONSENSE -> {
                if (kind != RandomSegments.Kind.ORDERLY) {
                    nonsense(own);
                } else {
                    data(own, lots.oneOf(LENGTHS));
                }
            }
        }
    }

    private void reset(RandomSide own) {
        boolean acknowledges = lots.chance(60);
        int flags = TcpHeader.RST | (acknowledges ? TcpHeader.ACK : 0);
        int acknowledgment = acknowledges || kind != RandomSegments.Kind.ORDERLY ? own.acknowledged : 0;
        send(own, flags, own.next, acknowledgment, kind != RandomSegments.Kind.ORDERLY ? some() : 0);
    }

    private void reuse(RandomSide own, RandomSide other) {
        own.renumber();
        if (kind == RandomSegments.Kind.ORDERLY) {
            other.renumber();
            own.acknowledged = other.next;
            other.acknowledged = own.next;
            syn(own);
        } else if (lots.coin()) {
            syn(own);
        } else {
            synAck(own, other);
        }
    }

    private void nonsense(RandomSide own) {
        switch (lots.below(5)) {
            case 0 -> send(own, lots.below(0x1000), own.next, own.acknowledged, some());
            case 1 -> send(own, lots.below(0x40), own.next - lots.below(3), own.acknowledged, some());
            case 2 -> send(own, 0, own.next, 0, some());
            case 3 -> {
                if (kind == RandomSegments.Kind.WIRE) {
                    farAway(own);
                } else {
                    send(own, TcpHeader.ACK, lots.number(), lots.number(), some());
                }
            }
            default -> open();
        }
    }

    private void farAway(RandomSide own) {
        int sequence = own.next + (lots.coin() ? Integer.MIN_VALUE + lots.below(3) - 1 : 0);
        int acknowledgment = own.acknowledged + (lots.coin() ? Integer.MIN_VALUE + lots.below(3) - 1 : 0);
        send(own, TcpHeader.ACK, sequence, acknowledgment, some());
    }

    private int some() {
        return lots.chance(50) ? 0 : lots.oneOf(LENGTHS);
    }

    private void data(RandomSide own, int length) {
        send(own, TcpHeader.ACK | (lots.chance(50) ? TcpHeader.PSH : 0), own.next, own.acknowledged, length);
    }

    /** Some of what was sent before, with the same boundaries or others. */
    private void again(RandomSide own, RandomSide other) {
        int from = switch (lots.below(4)) {
            case 0 -> other.acknowledged;
            case 1 -> own.next - lots.below(3000);
            case 2 -> own.first + lots.below(3);
            default -> own.next - lots.oneOf(LENGTHS);
        };
        int length = lots.chance(30) ? own.next - from : lots.oneOf(LENGTHS);
        if (lots.chance(30)) {
            other.acknowledged = from;
            for (int i = lots.below(4); i >= 0; i--) {
                empty(other, TcpHeader.ACK);
            }
            wire.pauseLonger();
        }
        send(own, TcpHeader.ACK, from, own.acknowledged, Math.clamp(length, 0, 1400));
    }

    /** The other side closes its window, this one probes. */
    private void stall(RandomSide own, RandomSide other) {
        int before = other.window;
        other.window = 0;
        other.acknowledged = lots.chance(80) ? own.next : other.acknowledged;
        empty(other, TcpHeader.ACK);
        for (int i = lots.below(3); i >= 0; i--) {
            wire.pause();
            int probe = lots.chance(80) ? own.next : own.next - 1;
            send(own, TcpHeader.ACK, probe, own.acknowledged, lots.chance(90) ? 1 : 2);
            own.next = probe;
            if (lots.chance(70)) {
                empty(other, TcpHeader.ACK);
            }
        }
        if (lots.chance(60)) {
            other.window = before;
            empty(other, TcpHeader.ACK);
        }
    }

    private void fillWindow(RandomSide own, RandomSide other) {
        int shift = lots.chance(50) ? Math.min(other.scale, 14) : 0;
        int room = other.acknowledged + (other.window << shift) - own.next;
        if (room > 0 && room < 1400) {
            data(own, room);
        } else {
            other.window = lots.oneOf(1, 2, 10, 100);
            empty(other, TcpHeader.ACK);
            data(own, Math.min(other.window << shift, 1400));
        }
    }

    private void send(RandomSide own, int flags, int sequence, int acknowledgment, int length) {
        wire.send(own, own == client ? server : client, flags, sequence, acknowledgment, length);
    }
}
