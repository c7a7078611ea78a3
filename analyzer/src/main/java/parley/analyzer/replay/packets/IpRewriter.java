package parley.analyzer.replay.packets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.Octets;

/**
 * Rewrites addresses and ports of an IP packet in place: its own, those that its ICMP error quotes, and those of
 * neighbour discovery. What a tunnel carries stays.
 *
 * <p>Checksums are kept up by what has changed (RFC 1624), so the first fragment's is right for a datagram whose rest
 * is elsewhere, a snapped packet's is right without what is missing, and a wrong one stays as wrong as it was. One that
 * a network card was to complete is completed where the whole segment is there.
 */
final class IpRewriter {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int V6_ADDRESS = 16;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;
    private static final int SHIM6 = 140;
    private static final int UDP_LITE = 136;
    private static final int ICMP_HEADER = 8;

    private final Rewriting rewriting;
    private final FrameRewriter.MacMap macs;
    private final int[] ports = new int[1 << 16];
    private MemorySegment frame = MemorySegment.NULL;
    /** Of every word changed, the complement of what it was and what it is, added up: what checksums need. */
    private long changed;

    IpRewriter(Rewriting rewriting, FrameRewriter.MacMap macs) {
        this.rewriting = rewriting;
        this.macs = macs;
        Arrays.setAll(ports, port -> rewriting.ports().getOrDefault(port, port));
    }

    /**
     * Rewrites a packet.
     *
     * @param at where it begins in the memory
     * @param end where what is there of the frame ends
     */
    void rewrite(MemorySegment memory, int at, int end) {
        frame = memory;
        changed = 0;
        rewrite(at, end, false);
    }

    private void rewrite(int at, int end, boolean quoted) {
        if (at >= end) {
            return;
        }
        switch (Octets.u8(frame, at) >>> 4) {
            case 4 -> v4(at, end, quoted);
            case 6 -> v6(at, end, quoted);
            default -> {
                // No IP.
            }
        }
    }

    private void v4(int at, int end, boolean quoted) {
        int header = (end - at < V4_HEADER ? 0 : Octets.u8(frame, at) & 15) * 4;
        if (header < V4_HEADER || at + header > end) {
            return;
        }
        long before = changed;
        putAddress(at + 12, rewriting.addresses().v4(Octets.u32(frame, at + 12)));
        putAddress(at + 16, rewriting.addresses().v4(Octets.u32(frame, at + 16)));
        long addresses = changed - before;
        if (rewriting.fixChecksums() && !quoted) {
            complete(at + 10, InternetChecksum.sum(frame, at, at + header));
        } else {
            update(at + 10, addresses);
        }
        int fragment = Octets.u16(frame, at + 6);
        if ((fragment & 0x1fff) != 0) {
            return;
        }
        int total = Octets.u16(frame, at + 2);
        // Segmentation offload leaves the field 0: then the frame's length is all there is to go by.
        int ends = total == 0 ? end : at + total;
        boolean whole = !quoted && (fragment & 0x2000) == 0 && ends <= end;
        transport(Octets.u8(frame, at + 9), at + header, whole ? ends : end, at, addresses, whole, quoted);
    }

    private void v6(int at, int end, boolean quoted) {
        if (end - at < V6_HEADER) {
            return;
        }
        long source = mapV6(at + 8);
        long destination = mapV6(at + 24);
        int next = Octets.u8(frame, at + 6);
        int header = at + V6_HEADER;
        int finalDestination = at + 24;
        boolean fragmented = false;
        while (isExtension(next)) {
            if (end - header < 8) {
                return;
            }
            int length = extensionLength(next, Octets.u8(frame, header + 1));
            if (header + length > end) {
                return;
            }
            if (next == ROUTING) {
                int last = lastHop(header, length);
                for (int hop = header + 8; hop + V6_ADDRESS <= header + length; hop += V6_ADDRESS) {
                    long change = mapV6(hop);
                    if (hop == last) {
                        destination = change;
                        finalDestination = hop;
                    }
                }
            } else if (next == FRAGMENT) {
                int fragment = Octets.u16(frame, header + 2);
                fragmented = (fragment & 0xfff9) != 0;
                if ((fragment & 0xfff8) != 0) {
                    return;
                }
            }
            next = Octets.u8(frame, header);
            header += length;
        }
        int payload = Octets.u16(frame, at + 4);
        int ends = payload == 0 ? end : at + V6_HEADER + payload;
        boolean whole = !quoted && !fragmented && ends <= end && finalDestination == at + 24;
        transport(next, header, whole ? ends : end, at, source + destination, whole, quoted);
    }

    /** Where a routing header has the address that checksums are about (RFC 8200 section 8.1); -1 where IPv6's header has it. */
    private int lastHop(int at, int length) {
        if (Octets.u8(frame, at + 3) == 0 || length < 8 + V6_ADDRESS) {
            return -1;
        }
        return switch (Octets.u8(frame, at + 2)) {
            case 0, 2 -> at + 8 + ((length - 8) / V6_ADDRESS - 1) * V6_ADDRESS;
            case 4 -> at + 8;
            default -> -1;
        };
    }

    private static boolean isExtension(int next) {
        return switch (next) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION, SHIM6 -> true;
            default -> false;
        };
    }

    private static int extensionLength(int extension, int field) {
        return switch (extension) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (field + 2) * 4;
            default -> (field + 1) * 8;
        };
    }

    /**
     * Rewrites what IP carries.
     *
     * @param ip where the header of IP begins
     * @param addresses what has changed in the addresses
     * @param whole whether all of it is there and ends at {@code end}
     */
    private void transport(int protocol, int at, int end, int ip, long addresses, boolean whole, boolean quoted) {
        switch (protocol) {
            case IpHeader.PROTOCOL_TCP -> {
                long change = addresses + ports(at, end);
                finish(at + 16, at, end, new Pseudo(ip, protocol, addresses), change, whole);
            }
            case IpHeader.PROTOCOL_UDP, UDP_LITE -> {
                long change = addresses + ports(at, end);
                // A checksum of zero is none (RFC 768).
                if (at + 8 <= end && Octets.u16(frame, at + 6) != 0) {
                    boolean all = protocol == IpHeader.PROTOCOL_UDP && Octets.u16(frame, at + 4) == end - at;
                    finish(at + 6, at, end, new Pseudo(ip, protocol, addresses), change, whole && all);
                    if (Octets.u16(frame, at + 6) == 0) {
                        put(at + 6, 0xffff);
                    }
                }
            }
            case IpHeader.PROTOCOL_ICMP -> {
                long change = quoted ? 0 : icmp(at, end);
                finish(at + 2, at, end, null, change, whole);
            }
            case IpHeader.PROTOCOL_ICMPV6 -> {
                long change = addresses + (quoted ? 0 : icmpV6(at, end));
                finish(at + 2, at, end, new Pseudo(ip, protocol, addresses), change, whole);
            }
            default -> {
                // Its ports and checksum, if it has any, are not known.
            }
        }
    }

    private long ports(int at, int end) {
        long before = changed;
        if (at + 4 <= end) {
            put(at, ports[Octets.u16(frame, at)]);
            put(at + 2, ports[Octets.u16(frame, at + 2)]);
        }
        return changed - before;
    }

    /** What changes in the packet that an error quotes (RFC 792). */
    private long icmp(int at, int end) {
        long before = changed;
        if (at + ICMP_HEADER < end) {
            switch (Octets.u8(frame, at)) {
                case 3, 4, 5, 11, 12 -> rewrite(at + ICMP_HEADER, end, true);
                default -> {
                    // No error.
                }
            }
        }
        return changed - before;
    }

    /** The same of ICMPv6 (RFC 4443), and what changes in neighbour discovery (RFC 4861 section 4). */
    private long icmpV6(int at, int end) {
        long before = changed;
        if (at + ICMP_HEADER < end) {
            int type = Octets.u8(frame, at);
            switch (type) {
                case 1, 2, 3, 4 -> rewrite(at + ICMP_HEADER, end, true);
                case 133 -> linkAddresses(at + 8, end);
                case 134 -> linkAddresses(at + 16, end);
                case 135, 136 -> {
                    if (at + 24 <= end) {
                        mapV6(at + 8);
                        linkAddresses(at + 24, end);
                    }
                }
                default -> {
                    // No addresses.
                }
            }
        }
        return changed - before;
    }

    /** The options with hardware addresses, source 1 and target 2: type 1, length in units of eight 1, address 6. */
    private void linkAddresses(int from, int end) {
        int at = from;
        while (at + 8 <= end && Octets.u8(frame, at + 1) > 0) {
            int type = Octets.u8(frame, at);
            if (type == 1 || type == 2) {
                long mac = macs.map(MacAddress.read(frame, at + 2).bits());
                put(at + 2, (int) (mac >>> 32) & 0xffff);
                putAddress(at + 4, (int) mac);
            }
            at += Octets.u8(frame, at + 1) * 8;
        }
    }

    /**
     * What else than its own octets a checksum is about.
     *
     * @param ip where the header of IP begins
     * @param addresses what has changed in its addresses
     */
    private record Pseudo(int ip, int protocol, long addresses) {}

    private void finish(int at, int from, int end, @Nullable Pseudo pseudo, long change, boolean whole) {
        if (at + 2 > end) {
            return;
        }
        if (whole) {
            long header = pseudo == null ? 0 : pseudoHeader(pseudo, end - from);
            if (rewriting.fixChecksums() || pseudo != null && change != 0 && isAlone(header, at, pseudo.addresses())) {
                complete(at, header + InternetChecksum.sum(frame, from, end));
                return;
            }
        }
        update(at, change);
    }

    /** Whether the checksum is that of the pseudo-header before the change, with which a network card was to go on. */
    private boolean isAlone(long header, int at, long addresses) {
        return InternetChecksum.fold(Octets.u16(frame, at) + addresses) == InternetChecksum.fold(header);
    }

    private long pseudoHeader(Pseudo pseudo, int length) {
        boolean isV4 = Octets.u8(frame, pseudo.ip()) >>> 4 == 4;
        int addresses = isV4 ? pseudo.ip() + 12 : pseudo.ip() + 8;
        return InternetChecksum.sum(frame, addresses, addresses + (isV4 ? 8 : 2 * V6_ADDRESS))
                + pseudo.protocol()
                + (length >>> 16)
                + (length & 0xffff);
    }

    /** @param sum of everything that the checksum is about, with itself in it */
    private void complete(int at, long sum) {
        put(at, ~InternetChecksum.fold(sum + (~Octets.u16(frame, at) & 0xffff)) & 0xffff);
    }

    private void update(int at, long change) {
        if (change != 0) {
            put(at, InternetChecksum.updated(Octets.u16(frame, at), change));
        }
    }

    /** Maps the address there; gives what has changed. */
    private long mapV6(int at) {
        long before = changed;
        @Nullable IpAddress mapped = rewriting.addresses().v6(Octets.u64(frame, at), Octets.u64(frame, at + 8));
        if (mapped != null) {
            putAddress(at, (int) (mapped.high() >>> 32));
            putAddress(at + 4, (int) mapped.high());
            putAddress(at + 8, (int) (mapped.low() >>> 32));
            putAddress(at + 12, (int) mapped.low());
        }
        return changed - before;
    }

    private void putAddress(int at, int value) {
        put(at, value >>> 16);
        put(at + 2, value & 0xffff);
    }

    private void put(int at, int value) {
        int old = Octets.u16(frame, at);
        if (old != value) {
            changed += (~old & 0xffff) + value;
            frame.set(U16, at, (short) value);
        }
    }
}
