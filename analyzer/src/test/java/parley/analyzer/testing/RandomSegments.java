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
        /**
         * Captured whole, octets the same whenever they are sent again, numbers new only in a connection that is new,
         * resets empty, nothing acknowledged without ACK: where Wireshark's text of a stream and the octets that
         * arrived are the same.
         */
        ORDERLY,
        /**
         * On links of any type and through tunnels, in fragments and quoted by ICMP errors, behind IPv6 extension
         * headers, cut anywhere, with port 0 and numbers from the other half of their space.
         */
        EVERYWHERE
    }

    /** So few that the pauses between packets of one conversation are those that are drawn. */
    private static final int AT_ONCE = 3;

    private RandomSegments() {}

    /**
     * A pcap file of so many conversations, each of so many steps at most, which are a packet or some; on Ethernet unless
     * packets are {@link Kind#EVERYWHERE}.
     */
    public static byte[] of(Kind kind, long seed, int conversations, int steps) {
        Lots lots = new Lots(seed);
        RandomWire wire = new RandomWire(kind, lots);
        List<RandomConversation> open = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            open.add(new RandomConversation(i, steps, kind, lots, wire));
        }
        while (!open.isEmpty()) {
            RandomConversation next = open.get(lots.below(Math.min(AT_ONCE, open.size())));
            next.step();
            if (next.isOver()) {
                open.remove(next);
            }
        }
        return PcapBytes.of(wire.linkType(), wire.frames());
    }
}
