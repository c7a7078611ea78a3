package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented datagrams together (RFC 791 section 3.2, RFC 8200 section 4.5). Where fragments overlap, the octets of
 * the one with the lower offset count, and of two with the same offset those of the first, as in Wireshark (reassemble.c).
 *
 * <p>At most {@value #MAXIMUM_OCTETS} octets are held, with {@value #FRAGMENT_COST} more for each fragment, and no datagram longer than {@link #MAXIMUM_AGE} of capture time;
 * past that the oldest are given up, and so is a datagram in more pieces than there can be. Used by one thread.
 */
final class Defragmenter {
    static final int MAXIMUM_OCTETS = 16 << 20;

    /** RFC 8200 section 4.5; most IPv4 hosts wait half of it. */
    static final Duration MAXIMUM_AGE = Duration.ofSeconds(60);

    /** Octets that a fragment is counted for besides its own: many are small, and an empty one is not free. */
    static final int FRAGMENT_COST = 200;

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int MOST_FRAGMENTS = LARGEST_DATAGRAM / 8 + 1;

    private record Key(
            int version,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int identification,
            int protocol) {}

    private record Fragment(int offset, byte[] octets, long frame) {
        int end() {
            return offset + octets.length;
        }

        int cost() {
            return octets.length + FRAGMENT_COST;
        }
    }

    private static final class Datagram {
        private final long firstNanos;
        private final List<Fragment> fragments = new ArrayList<>();
        private int length = -1;
        private boolean hasOtherEnd;
        private int held;

        Datagram(long firstNanos) {
            this.firstNanos = firstNanos;
        }

        void add(Fragment fragment, boolean last) {
            int at = fragments.size();
            while (at > 0 && fragments.get(at - 1).offset() > fragment.offset()) {
                at--;
            }
            fragments.add(at, fragment);
            held += fragment.cost();
            if (last && length < 0) {
                length = fragment.end();
            }
            hasOtherEnd |= last && length != fragment.end();
        }

        boolean isWhole() {
            if (length < 0) {
                return false;
            }
            int end = 0;
            for (Fragment fragment : fragments) {
                if (end >= length || fragment.offset() > end) {
                    break;
                }
                end = Math.max(end, fragment.end());
            }
            return end >= length;
        }

        /** Whether there are more fragments than a datagram can be cut into. */
        boolean isFlood() {
            return fragments.size() > MOST_FRAGMENTS;
        }

        Reassembled assemble() {
            byte[] octets = new byte[length];
            int end = 0;
            boolean conflict = hasOtherEnd;
            for (Fragment fragment : fragments) {
                for (int i = 0; i < fragment.octets().length && fragment.offset() + i < length; i++) {
                    int at = fragment.offset() + i;
                    conflict |= at < end && octets[at] != fragment.octets()[i];
                    if (at >= end) {
                        octets[at] = fragment.octets()[i];
                    }
                }
                conflict |= fragment.end() > length;
                end = Math.max(end, fragment.end());
            }
            List<Long> frames = fragments.stream().map(Fragment::frame).sorted().toList();
            return new Reassembled(MemorySegment.ofArray(octets), frames, conflict);
        }
    }

    /** The payload of a whole datagram. */
    record Reassembled(MemorySegment payload, List<Long> frames, boolean conflicting) {}

    private final SequencedMap<Key, Datagram> datagrams = new LinkedHashMap<>();
    private int held;
    private long givenUp;

    /**
     * Takes a fragment.
     *
     * @param ip its header
     * @param payload what follows the header
     * @param frame number of the packet
     * @param nanos when it was captured, in nanoseconds since the epoch
     * @return the datagram where this fragment completes it, else null
     */
    @Nullable
    Reassembled add(IpHeader ip, Remainder payload, long frame, long nanos) {
        giveUpBefore(nanos - MAXIMUM_AGE.toNanos());
        int length = payload.original();
        // A header checksum says nothing: offload leaves it wrong, and Wireshark does not look at it either.
        if (payload.captured() < length || ip.fragmentOffset() + length > LARGEST_DATAGRAM) {
            return null;
        }
        Key key = new Key(
                ip.version(),
                ip.sourceHigh(),
                ip.sourceLow(),
                ip.destinationHigh(),
                ip.destinationLow(),
                ip.fragmentIdentification(),
                ip.protocol());
        byte[] octets = payload.data().asSlice(payload.at(), length).toArray(ValueLayout.JAVA_BYTE);
        Datagram datagram = datagrams.computeIfAbsent(key, _ -> new Datagram(nanos));
        datagram.add(new Fragment(ip.fragmentOffset(), octets, frame), !ip.moreFragments());
        held += length + FRAGMENT_COST;
        if (datagram.isWhole()) {
            datagrams.remove(key);
            held -= datagram.held;
            return datagram.assemble();
        }
        if (datagram.isFlood()) {
            datagrams.remove(key);
            giveUp(datagram);
        }
        giveUpOverLimit();
        return null;
    }

    /** Datagrams that were given up because they were too old or too many. */
    long givenUp() {
        return givenUp;
    }

    private void giveUpBefore(long nanos) {
        Iterator<Datagram> eldest = datagrams.values().iterator();
        while (eldest.hasNext()) {
            Datagram datagram = eldest.next();
            if (datagram.firstNanos >= nanos) {
                return;
            }
            eldest.remove();
            giveUp(datagram);
        }
    }

    private void giveUpOverLimit() {
        while (held > MAXIMUM_OCTETS) {
            giveUp(datagrams.pollFirstEntry().getValue());
        }
    }

    private void giveUp(Datagram datagram) {
        held -= datagram.held;
        givenUp++;
    }
}
