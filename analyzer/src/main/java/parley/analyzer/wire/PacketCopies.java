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
    private static final int PLACES = 1 << 16;
    private static final int NEXT = 4;

    /** Of a capture that has packets twice more than one in so many is a copy; what a network doubles is less. */
    private static final int FEW = 8;

    private static final int HASHED = 128;
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

    /** A packet that may have copies. */
    private static final class Original {
        private long fingerprint;
        private long number;
        private long nanos;
        private int interfaceId;
        private int timeToLive;
        private int networkStart;
        /** Whether its sender gives each packet another identification. */
        private boolean identified;
    }

    private final @Nullable Original[] originals = new @Nullable Original[PLACES];
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
        int place = (int) (fingerprint >>> (Long.SIZE - 16));
        Original original = originals[place];
        if (original == null) {
            original = new Original();
            originals[place] = original;
        } else if (original.fingerprint == fingerprint && isCopy(packet, original)) {
            copies++;
            return new Copy(
                    original.number,
                    packet.packet().interfaceId() != original.interfaceId,
                    timeToLive(packet) != original.timeToLive);
        }
        original.fingerprint = fingerprint;
        original.number = packet.packet().number();
        original.nanos = packet.packet().timestampNanos();
        original.interfaceId = packet.packet().interfaceId();
        original.timeToLive = timeToLive(packet);
        original.networkStart = packet.networkStart();
        original.identified = isIdentified(packet);
        return null;
    }

    private boolean isCopy(DecodedPacket packet, Original original) {
        long elapsed = Math.abs(packet.packet().timestampNanos() - original.nanos);
        boolean elsewhere = packet.packet().interfaceId() != original.interfaceId
                || timeToLive(packet) != original.timeToLive
                || packet.networkStart() != original.networkStart;
        boolean proven;
        if (original.identified) {
            proven = elapsed <= (elsewhere ? ELSEWHERE_IDENTIFIED : WHERE_IDENTIFIED);
        } else if (elsewhere || isSyn(packet)) {
            proven = elapsed <= ELSEWHERE;
        } else {
            boolean next = packet.packet().number() - original.number <= NEXT && elapsed <= AT_ONCE;
            boolean asOthers =
                    copies > seen / FEW && Math.abs(elapsed - usualNanos) <= Math.max(usualNanos / 4, AT_ONCE / 4);
            return asOthers || (next && !isPureAck(packet) && identification(packet) == 0);
        }
        usualNanos = proven ? elapsed : usualNanos;
        return proven;
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

    /** It is sent again after a second (RFC 6298 section 2). */
    private static boolean isSyn(DecodedPacket packet) {
        return packet.hasTcp() && packet.tcp().has(TcpHeader.SYN);
    }

    private static boolean isPureAck(DecodedPacket packet) {
        return packet.hasTcp()
                && packet.tcp().payloadLength() == 0
                && !packet.tcp().has(TcpHeader.SYN)
                && !packet.tcp().has(TcpHeader.FIN)
                && !packet.tcp().has(TcpHeader.RST);
    }

    private static int timeToLive(DecodedPacket packet) {
        return packet.hasIp() ? packet.ip().timeToLive() : 0;
    }

    private static long ofDatagram(IpHeader ip) {
        long hash = mix(ip.sourceHigh(), ip.sourceLow());
        hash = mix(hash, ip.destinationHigh());
        hash = mix(hash, ip.destinationLow());
        hash = mix(hash, (long) ip.protocol() << 32 | ip.identification().orElse(0));
        hash = mix(hash, (long) ip.totalLength() << 32 | ip.fragmentOffset() << 1 | (ip.moreFragments() ? 1 : 0));
        MemorySegment data = ip.memory();
        long at = ip.payloadStart();
        int length = ip.capturedPayloadLength();
        int checksumEnd = ip.fragmentOffset() > 0 ? 0 : checksumEnd(ip.protocol());
        if (length < checksumEnd || checksumEnd == 0) {
            return finish(hash, data, at, length);
        }
        for (int i = 0; i < checksumEnd - 2; i += 2) {
            hash = mix(hash, Octets.u16(data, at + i));
        }
        return finish(hash, data, at + checksumEnd, length - checksumEnd);
    }

    /** Where the checksum ends that a network card may fill in; 0 where there is none. */
    private static int checksumEnd(int protocol) {
        return switch (protocol) {
            case IpHeader.PROTOCOL_TCP -> 18;
            case IpHeader.PROTOCOL_UDP -> 8;
            default -> 0;
        };
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
