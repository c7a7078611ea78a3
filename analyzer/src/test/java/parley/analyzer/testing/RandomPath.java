package parley.analyzer.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What happens to an IP packet with TCP on its way, drawn by lot: mostly nothing. */
final class RandomPath {
    private static final int DATA_OFFSET = 12;
    private static final int TCP = 6;
    private static final int[] ICMP_ERRORS_V4 = {3, 3, 4, 5, 11, 12};

    private static final byte[][] IPV4_OPTIONS = {
        {1, 1, 1, 1},
        {7, 7, 4, 0, 0, 0, 0, 0},
        {(byte) 0x83, 7, 4, 10, 9, 9, 9, 0},
        {(byte) 0x83, 7, 8, 10, 9, 9, 9, 0},
        {(byte) 0x89, 7, 4, 10, 9, 9, 9, 0},
        {(byte) 0x94, 4, 0, 0}
    };

    private final Lots lots;
    private int identification;

    RandomPath(Lots lots) {
        this.lots = lots;
    }

    List<RandomPacket> send(RandomPacket packet) {
        if (!packet.isWhole()) {
            return List.of(packet);
        }
        RandomPacket sent = damaged(packet);
        return switch (lots.below(20)) {
            case 0 -> fragments(sent);
            case 1 -> List.of(RandomPacket.of(options(sent)));
            case 2 -> List.of(sent, RandomPacket.of(error(sent)));
            case 3 -> lots.coin() ? List.of(RandomPacket.of(error(sent))) : List.of(sent);
            default -> List.of(sent);
        };
    }

    /** Lengths that lie. */
    private RandomPacket damaged(RandomPacket packet) {
        byte[] octets = packet.octets().clone();
        int at = packet.headerLength();
        if (lots.chance(5)) {
            int words = lots.below(16);
            octets[at + DATA_OFFSET] = (byte) (words << 4 | octets[at + DATA_OFFSET] & 0xf);
        }
        if (lots.chance(3)) {
            boolean v4 = packet.version() == 4;
            int carried = lots.below(octets.length - at + 1);
            ByteBuffer.wrap(octets).putShort(v4 ? 2 : 4, (short) (v4 ? at + carried : carried));
        }
        return RandomPacket.of(octets);
    }

    /** In two or three, in any order, one of them missing or the first one cut. */
    private List<RandomPacket> fragments(RandomPacket packet) {
        byte[] payload = packet.payload();
        int id = ++identification;
        List<Integer> ends = new ArrayList<>();
        for (int end = 8 * (1 + lots.below(4));
                end < payload.length && ends.size() < 2;
                end += 8 * (1 + lots.below(60))) {
            ends.add(end);
        }
        ends.add(payload.length);
        List<RandomPacket> parts = new ArrayList<>();
        int from = 0;
        for (int to : ends) {
            parts.add(RandomPacket.of(
                    packet.version() == 4
                            ? Fragments.v4(packet.octets(), id, from, to)
                            : Fragments.v6(packet.octets(), payload, TCP, id, from, to)));
            from = to;
        }
        if (lots.chance(20)) {
            RandomPacket first = parts.getFirst();
            int header = first.octets().length - ends.getFirst();
            parts.set(0, first.cutAt(header + lots.below(ends.getFirst() + 1)));
        } else if (lots.chance(10)) {
            parts.remove(lots.below(parts.size()));
        }
        if (lots.chance(40)) {
            Collections.reverse(parts);
        }
        if (lots.chance(10) && !parts.isEmpty()) {
            parts.add(parts.getFirst());
        }
        return parts;
    }

    /** IPv4's options, or IPv6's extension headers. */
    private byte[] options(RandomPacket packet) {
        return packet.version() == 4 ? optionsV4(packet) : extensions(packet);
    }

    private byte[] optionsV4(RandomPacket packet) {
        byte[] options = IPV4_OPTIONS[lots.below(IPV4_OPTIONS.length)];
        int header = 20 + options.length;
        ByteBuffer octets = ByteBuffer.allocate(packet.octets().length + options.length)
                .put(packet.octets(), 0, 20)
                .put(options)
                .put(packet.payload());
        octets.put(0, (byte) (0x40 | header / 4));
        octets.putShort(2, (short) octets.capacity());
        return octets.array();
    }

    private byte[] extensions(RandomPacket packet) {
        ByteBuffer headers = ByteBuffer.allocate(100);
        int next = TCP;
        int first = 0;
        for (int i = lots.below(3); i >= 0; i--) {
            byte[] header = new byte[8 * (1 + lots.below(2))];
            int kind = lots.oneOf(0, 43, 51, 60, 135, 140);
            first = kind;
            header[0] = (byte) next;
            header[1] = (byte) (kind == 51 ? header.length / 4 - 2 : header.length / 8 - 1);
            if (kind == 0 || kind == 60) {
                header[2] = 1;
                header[3] = (byte) (header.length - 4);
            } else if (kind == 140) {
                header[2] = (byte) 0x80;
            }
            byte[] behind = Arrays.copyOf(headers.array(), headers.position());
            headers.clear();
            headers.put(header).put(behind);
            next = kind;
        }
        byte[] all = Arrays.copyOf(headers.array(), headers.position());
        ByteBuffer octets = ByteBuffer.allocate(packet.octets().length + all.length)
                .put(packet.octets(), 0, 40)
                .put(all)
                .put(packet.payload());
        octets.putShort(4, (short) (octets.capacity() - 40)).put(6, (byte) first);
        return octets.array();
    }

    private byte[] error(RandomPacket packet) {
        int header = packet.headerLength();
        int quoted = lots.coin() ? packet.octets().length : header + lots.below(packet.octets().length - header + 1);
        byte[] quote = Arrays.copyOf(packet.octets(), quoted);
        return packet.version() == 4
                ? IcmpFrames.v4(lots.oneOf(ICMP_ERRORS_V4), lots.below(4), quote)
                : IcmpFrames.v6(1 + lots.below(4), lots.below(4), quote);
    }
}
