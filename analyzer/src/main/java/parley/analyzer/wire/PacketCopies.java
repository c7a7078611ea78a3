package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Recognises packets that were captured twice: by a mirror port, at both sides of a router, by a capture of all
 * interfaces, or because a file is merged with itself. A copy has the octets of its original but for what the way and the
 * sending machine change: the link's header, the time to live, and checksums. It has the original's IP identification,
 * which is another one when something is sent again (RFC 6864 section 4.3 has it unique while a datagram may live).
 *
 * <p>Packets without identification, IPv6's, those with 0 and those of senders that always have the same, are copies if they come as long after the original as other
 * copies do and one in {@value #FEW} packets is one, or elsewhere in the network within 100 ms. Otherwise it takes a SYN, or, without any identification, one
 * of the next {@value #NEXT} packets within a millisecond that is no pure ACK: these repeat each other in earnest.
 *
 * <p>As many packets are remembered as have a place; another one that gets the same place is remembered instead. Used by
 * one thread.
 */
public final class PacketCopies {
    private static final int PLACE_BITS = 15;
    private static final int PLACES = 1 << PLACE_BITS;

    /** Of where a packet was captured: the interface stands above it. */
    private static final int INTERFACE_SHIFT = 32;

    /** Of where a packet was captured: its sender gives each packet another identification. */
    private static final long IDENTIFIED = 1L << 8;

    private static final int NEXT = 4;

    /** Of a capture that has packets twice more than one in so many is a copy; what a network doubles is less. */
    private static final int FEW = 8;

    private static final int HASHED = 128;
    private static final int UDP_LENGTH = 8;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final long WHERE_IDENTIFIED = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ELSEWHERE_IDENTIFIED = TimeUnit.SECONDS.toNanos(1);
    private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long ELSEWHERE = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * A packet as a copy of another.
     *
     * @param original the other's frame number
     * @param otherInterface whether it was captured on another interface
     * @param otherTimeToLive whether routers lie between
     */
    public record Copy(long original, boolean otherInterface, boolean otherTimeToLive) {}

    /** What is remembered of a packet that may have copies: so many numbers from its place on. */
    private static final int NUMBERS = 4;

    private static final int FRAME = 1;
    private static final int NANOS = 2;
    private static final int VIEW = 3;

    private final long[] originals = new long[NUMBERS * PLACES];
    /** The last of each sender, of as many senders as have a place. */
    private final int[] identifications = new int[1 << 10];

    private long seen;
    private long copies;
    /** How long after its original the last copy came that is beyond doubt. */
    private long usualNanos;

    /** Takes the next packet; null where it is no copy. */
    public @Nullable Copy find(DecodedPacket packet) {
        seen++;
        long fingerprint = packet.hasIp() ? ofDatagram(packet.ip()) : ofFrame(packet);
        int at = NUMBERS * placeOf(fingerprint);
        long view = viewOf(packet);
        if (originals[at] == fingerprint && originals[at + FRAME] > 0 && isCopy(packet, at, view)) {
            copies++;
            long original = originals[at + VIEW];
            return new Copy(
                    originals[at + FRAME], (view ^ original) >>> INTERFACE_SHIFT != 0, (byte) view != (byte) original);
        }
        originals[at] = fingerprint;
        originals[at + FRAME] = packet.packet().number();
        originals[at + NANOS] = packet.packet().timestampNanos();
        originals[at + VIEW] = view | (isIdentified(packet) ? IDENTIFIED : 0);
        return null;
    }

    /** Its own place, or of the two that it may have that of the older packet. */
    private int placeOf(long fingerprint) {
        int one = (int) (fingerprint >>> (Long.SIZE - PLACE_BITS));
        int other = one ^ 1;
        if (originals[NUMBERS * one] == fingerprint) {
            return one;
        }
        boolean otherIsOlder = originals[NUMBERS * other + FRAME] < originals[NUMBERS * one + FRAME];
        return originals[NUMBERS * other] == fingerprint || otherIsOlder ? other : one;
    }

    /** Where a packet was captured: the interface, how far within the frame its IP header begins, its time to live. */
    private static long viewOf(DecodedPacket packet) {
        int networkStart = packet.networkStart() & 0x7fff;
        int timeToLive = packet.hasIp() ? packet.ip().timeToLive() : 0;
        return (long) packet.packet().interfaceId() << INTERFACE_SHIFT | (long) networkStart << 16 | timeToLive;
    }

    private boolean isCopy(DecodedPacket packet, int at, long view) {
        long elapsed = Math.abs(packet.packet().timestampNanos() - originals[at + NANOS]);
        boolean identified = (originals[at + VIEW] & IDENTIFIED) != 0;
        boolean elsewhere = view != (originals[at + VIEW] & ~IDENTIFIED);
        boolean proven = identified
                ? elapsed <= (elsewhere ? ELSEWHERE_IDENTIFIED : WHERE_IDENTIFIED)
                : isProven(packet, elapsed, elsewhere);
        if (proven) {
            usualNanos = elapsed;
            return true;
        }
        boolean asOthers =
                copies > seen / FEW && Math.abs(elapsed - usualNanos) <= Math.max(usualNanos / 4, AT_ONCE / 4);
        boolean next = packet.packet().number() - originals[at + FRAME] <= NEXT && elapsed <= AT_ONCE;
        return !identified && (asOthers || (next && !mayComeAlike(packet) && identification(packet) == 0));
    }

    /** Whether a packet without identification is beyond doubt: a SYN is sent again after a second (RFC 6298 section 2). */
    private static boolean isProven(DecodedPacket packet, long elapsed, boolean elsewhere) {
        boolean isSyn = packet.hasTcp() && packet.tcp().has(TcpHeader.SYN);
        return (elsewhere || isSyn) && elapsed <= ELSEWHERE;
    }

    /** Some senders have the same identification in all their packets. */
    private boolean isIdentified(DecodedPacket packet) {
        int identification = identification(packet);
        if (identification == 0) {
            return false;
        }
        int sender = (int) (mix(packet.ip().sourceHigh(), packet.ip().sourceLow()) >>> (Long.SIZE - 10));
        boolean another = identifications[sender] != 0 && identifications[sender] != identification;
        identifications[sender] = identification;
        return another;
    }

    /** 0 where there is none. */
    private static int identification(DecodedPacket packet) {
        return packet.hasIp() ? packet.ip().identification().orElse(0) : 0;
    }

    /** Acknowledgements come again where nothing is new, and a reset answers each segment of a connection that is gone. */
    private static boolean mayComeAlike(DecodedPacket packet) {
        return packet.hasTcp()
                && packet.tcp().payloadLength() == 0
                && !packet.tcp().has(TcpHeader.SYN)
                && !packet.tcp().has(TcpHeader.FIN);
    }

    private static long ofDatagram(IpHeader ip) {
        long hash = mix(ip.sourceHigh() ^ Long.rotateLeft(ip.destinationHigh(), 32), ip.sourceLow());
        hash = mix(hash, ip.destinationLow());
        hash = mix(hash, (long) ip.protocol() << 32 | ip.identification().orElse(0));
        hash = mix(hash, (long) ip.totalLength() << 32 | ip.fragmentOffset() << 1 | (ip.moreFragments() ? 1 : 0));
        MemorySegment data = ip.memory();
        long at = ip.payloadStart();
        int length = ip.capturedPayloadLength();
        if (ip.protocol() == IpHeader.PROTOCOL_TCP && ip.fragmentOffset() == 0 && length >= TcpHeader.MINIMUM) {
            // Numbers, flags and window tell segments apart; the end is that of the data, or of the options.
            hash = mix(hash, Octets.u64(data, at));
            hash = mix(hash, Octets.u64(data, at + 8));
            return length < TcpHeader.MINIMUM + Long.BYTES ? hash : mix(hash, Octets.u64(data, at + length - 8));
        }
        if (ip.protocol() == IpHeader.PROTOCOL_UDP && ip.fragmentOffset() == 0 && length >= UDP_LENGTH) {
            return finish(mix(hash, Octets.u64(data, at) >>> 16), data, at + UDP_LENGTH, length - UDP_LENGTH);
        }
        return finish(hash, data, at, length);
    }

    private static long ofFrame(DecodedPacket packet) {
        return finish(
                packet.packet().originalLength(),
                packet.packet().data(),
                packet.packet().offset(),
                packet.packet().capturedLength());
    }

    /** Adds the beginning and the end of some octets. */
    private static long finish(long begun, MemorySegment data, long at, int length) {
        long hash = mix(begun, length);
        int first = Math.min(length, HASHED);
        hash = octets(hash, data, at, first);
        int last = Math.min(length - first, HASHED);
        return octets(hash, data, at + length - last, last);
    }

    private static long octets(long begun, MemorySegment data, long at, int length) {
        long hash = begun;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mix(hash, Octets.u64(data, at + i));
        }
        for (; i < length; i++) {
            hash = mix(hash, Octets.u8(data, at + i));
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        return Long.rotateLeft((hash ^ value) * MULTIPLIER, 29) * MULTIPLIER;
    }
}
