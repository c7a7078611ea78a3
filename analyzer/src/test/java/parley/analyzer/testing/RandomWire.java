package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.wire.TcpHeader;

/** The packets of conversations that are drawn by lot, and the clock that they share. */
final class RandomWire {
    private static final int IPV4_ETHERNET = 14 + 20;
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

    private final RandomSegments.Kind kind;
    private final Lots lots;
    private final RandomOptions options;
    private final List<Frame> frames = new ArrayList<>();
    private long nanos = TcpScript.START_NANOS;

    RandomWire(RandomSegments.Kind kind, Lots lots) {
        this.kind = kind;
        this.lots = lots;
        options = new RandomOptions(lots, kind);
    }

    List<Frame> frames() {
        return frames;
    }

    /** Mostly short, rarely backwards. */
    void pause() {
        long pause = PAUSES[lots.below(lots.chance(70) ? 6 : PAUSES.length)];
        nanos += lots.chance(1) ? -pause : pause;
    }

    void pauseLonger() {
        nanos += PAUSES[lots.below(PAUSES.length)];
    }

    void repeatLast() {
        if (!frames.isEmpty()) {
            frames.add(frames.getLast().at(nanos));
        }
    }

    void send(RandomSide own, RandomSide other, int flags, int sequence, int acknowledgment, int length) {
        boolean syn = (flags & TcpHeader.SYN) != 0;
        own.opened |= syn;
        other.opened |= syn;
        int urgent = lots.below(3);
        int[] drawn = options.draw(syn, own, (int) (nanos / MILLISECOND));
        byte[] octets = TcpFrame.of(own.endpoint, other.endpoint)
                .flags(flags)
                .sequence(sequence)
                .acknowledgment(acknowledgment)
                .window(own.window)
                .urgentPointer(urgent)
                .tcpOptions(drawn)
                .payload(payload(sequence, length))
                .octets();
        frames.add(cut(Frame.of(nanos, octets), syn, length));
        nanos += lots.chance(70) ? MICROSECOND * lots.below(200) : 0;
        int end = sequence + length + ((flags & (TcpHeader.SYN | TcpHeader.FIN)) == 0 ? 0 : 1);
        if (end - own.next > 0 && end - own.next < 100_000) {
            own.next = end;
        }
    }

    private Frame cut(Frame frame, boolean syn, int length) {
        int octets = frame.originalLength();
        if (kind != RandomSegments.Kind.OPTIONS && kind != RandomSegments.Kind.ORDERLY && lots.chance(3)) {
            return frame.snapped(octets - lots.below(length + 1));
        }
        if (kind == RandomSegments.Kind.OPTIONS && !syn && lots.chance(15)) {
            return frame.snapped(IPV4_ETHERNET + lots.below(octets - IPV4_ETHERNET));
        }
        return frame;
    }

    private byte[] payload(int sequence, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) ('a' + Math.floorMod(sequence + i, 26));
        }
        if (kind == RandomSegments.Kind.ANY && length > 0 && lots.chance(2)) {
            octets[0] = (byte) lots.below(256);
        }
        return octets;
    }
}
