package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Many short conversations over TCP at once, of segments that are drawn by lot: what is usual, what is rare and what no
 * stack would do. The same seed makes the same packets.
 */
public final class RandomSegments {
    /** What may be drawn. */
    public enum Kind {
        /** Whatever TCP's header can say. */
        ANY,
        /** The same with options of every kind and length, and cut within the header. */
        OPTIONS,
        /** All of both, port 0 and numbers half the number space away. */
        WIRE,
        /**
         * Captured whole, octets the same whenever they are sent again, numbers new only in a connection that is new,
         * resets empty, nothing acknowledged without ACK: where Wireshark's text of a stream and the octets that
         * arrived are the same.
         */
        ORDERLY
    }

    /** So few that the pauses between packets of one conversation are those that are drawn. */
    private static final int AT_ONCE = 3;

    private RandomSegments() {}

    /** Packets on Ethernet, of so many conversations, each of so many steps at most, which are a packet or some. */
    public static List<Frame> of(Kind kind, long seed, int conversations, int steps) {
        return of(kind, seed, 0, conversations, steps);
    }

    /** Likewise, with addresses that other first numbers do not have. */
    static List<Frame> of(Kind kind, long seed, int first, int conversations, int steps) {
        Lots lots = new Lots(seed);
        RandomWire wire = new RandomWire(kind, lots);
        List<RandomConversation> open = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            open.add(new RandomConversation(first + i, steps, kind, lots, wire));
        }
        while (!open.isEmpty()) {
            RandomConversation next = open.get(lots.below(Math.min(AT_ONCE, open.size())));
            next.step();
            if (next.isOver()) {
                open.remove(next);
            }
        }
        return wire.frames();
    }
}
