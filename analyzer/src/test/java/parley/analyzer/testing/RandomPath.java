package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import parley.analyzer.capture.LinkType;

/** What one conversation's packets are in: tunnels, fragments and a link. */
final class RandomPath {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int[] TYPES_V4 = {3, 3, 11, 12, 4, 5};
    private static final int[] TYPES_V6 = {1, 2, 3, 4};

    private final Lots lots;
    private final Encapsulation link;
    /** The innermost first, and of each the version of the IP that it is in. */
    private final List<Encapsulation> tunnels;

    private final int[] outerVersions;
    private final int version;
    private int identification;

    RandomPath(Lots lots, Encapsulation link, List<Encapsulation> wanted) {
        this.lots = lots;
        this.link = link;
        int next = versionIn(wanted.isEmpty() ? link : wanted.getFirst());
        version = next;
        tunnels = new ArrayList<>();
        outerVersions = new int[wanted.size()];
        for (int i = 0; i < wanted.size(); i++) {
            Encapsulation tunnel = wanted.get(i);
            if (tunnel.leadsTo(next)) {
                Encapsulation around = i + 1 < wanted.size() ? wanted.get(i + 1) : link;
                next = versionIn(around);
                outerVersions[tunnels.size()] = next;
                tunnels.add(tunnel);
            }
        }
    }

    private int versionIn(Encapsulation outer) {
        return outer.version() != 0 ? outer.version() : lots.chance(25) ? 6 : 4;
    }

    int version() {
        return version;
    }

    byte[] datagram(TcpFrame segment) {
        segment.linkType(LinkType.RAW);
        if (version == 6 && lots.chance(25)) {
            extend(segment);
        }
        return segment.octets();
    }

    /** Hop-by-hop options, routing, destination options, a fragment header of a datagram that is whole. */
    private void extend(TcpFrame segment) {
        List<Integer> kinds = new ArrayList<>();
        int[] all = {0, 43, 44, 60};
        for (int kind : all) {
            if (lots.coin()) {
                kinds.add(kind);
            }
        }
        if (kinds.isEmpty()) {
            kinds.add(60);
        }
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        for (int i = 0; i < kinds.size(); i++) {
            int next = i + 1 < kinds.size() ? kinds.get(i + 1) : 6;
            headers.write(next);
            headers.writeBytes(behindNextHeader(kinds.get(i)));
        }
        segment.extensions(kinds.getFirst(), headers.toByteArray());
    }

    private byte[] behindNextHeader(int kind) {
        return switch (kind) {
            case 43 -> lots.coin() ? new byte[7] : segments();
            case 44 -> new byte[] {0, 0, 0, 0, 0, 0, (byte) lots.below(100)};
            default -> new byte[] {0, 1, 4, 0, 0, 0, 0};
        };
    }

    /** RFC 8754: one segment, which is left or is not. */
    private byte[] segments() {
        ByteBuffer header = ByteBuffer.allocate(23);
        header.put(new byte[] {2, 4, (byte) lots.below(2), 0, 0, 0, 0});
        return header.putLong(0x2001_0db8_0002_0000L).putLong(1 + lots.below(2)).array();
    }

    /** An ICMP error about a datagram, of which it has some. */
    byte[] quote(byte[] datagram) {
        int header = datagram[0] >>> 4 == 4 ? V4_HEADER : V6_HEADER;
        int length = lots.coin() ? datagram.length : Math.min(datagram.length, header + 8 + lots.below(40));
        byte[] some = Arrays.copyOf(datagram, length);
        return header == V4_HEADER
                ? IcmpFrames.v4(lots.oneOf(TYPES_V4), lots.below(4), some)
                : IcmpFrames.v6(lots.oneOf(TYPES_V6), lots.below(2), some);
    }

    /** What is on the link of it: one packet, or fragments in any order, of which one may be missing. */
    List<byte[]> packets(byte[] datagram) {
        List<byte[]> packets = List.of(datagram);
        for (int i = 0; i < tunnels.size(); i++) {
            packets = lots.chance(4) ? fragmented(packets) : packets;
            List<byte[]> outer = new ArrayList<>();
            for (byte[] packet : packets) {
                if (tunnels.get(i).leadsTo(packet[0] >>> 4)) {
                    byte[] content = tunnels.get(i).around(packet);
                    outer.add(IcmpFrames.ip(outerVersions[i], tunnels.get(i).number(), content));
                }
            }
            packets = outer;
        }
        packets = lots.chance(6) ? fragmented(packets) : packets;
        return packets.stream()
                .filter(packet -> link.leadsTo(packet[0] >>> 4))
                .map(link::around)
                .map(this::padded)
                .toList();
    }

    private byte[] padded(byte[] frame) {
        return link.number() == LinkType.ETHERNET && frame.length < 60 ? Arrays.copyOf(frame, 60) : frame;
    }

    private List<byte[]> fragmented(List<byte[]> packets) {
        List<byte[]> fragments = new ArrayList<>();
        for (byte[] packet : packets) {
            fragments.addAll(fragments(packet));
        }
        return fragments;
    }

    private List<byte[]> fragments(byte[] datagram) {
        boolean v4 = datagram[0] >>> 4 == 4;
        int header = v4 ? V4_HEADER : V6_HEADER;
        byte[] payload = Arrays.copyOfRange(datagram, header, datagram.length);
        boolean isFragment = v4 && (ByteBuffer.wrap(datagram).getShort(6) & 0x3fff) != 0;
        if (payload.length < 16 || isFragment) {
            return List.of(datagram);
        }
        identification += 1 + lots.below(3);
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0, to; from < payload.length; from = to) {
            int room = (payload.length - from) / 8;
            to = room < 2 || parts.size() > 4 ? payload.length : from + 8 * (1 + lots.below(room));
            to = payload.length - to < 8 ? payload.length : to;
            parts.add(
                    v4
                            ? Fragments.v4(datagram, identification, from, to)
                            : Fragments.v6(datagram, payload, datagram[6], identification, from, to));
        }
        if (lots.chance(40)) {
            for (int i = parts.size() - 1; i > 0; i--) {
                Collections.swap(parts, i, lots.below(i + 1));
            }
        }
        if (lots.chance(10)) {
            parts.remove(lots.below(parts.size()));
        } else if (lots.chance(10)) {
            parts.add(parts.get(lots.below(parts.size())));
        }
        return parts;
    }
}
