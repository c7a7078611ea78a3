package parley.analyzer.testing;

import java.util.Arrays;
import java.util.List;

/** The tunnels of one capture, drawn by lot: none in half of them, else one around each packet, rarely two. */
final class RandomTunnel {
    private static final int UDP = 17;

    /** @param ports both in hexadecimal digits where it is in UDP, else empty */
    private record Tunnel(int protocol, String ports, String header) {}

    private static final List<Tunnel> ALL = List.of(
            new Tunnel(4, "", ""),
            new Tunnel(41, "", ""),
            new Tunnel(47, "", "0000 T"),
            new Tunnel(47, "", "b000 T 00000000 0000002a 00000001"),
            new Tunnel(47, "", "0000 6558 M T"),
            new Tunnel(47, "", "0000 6558 M 8100 0064 T"),
            new Tunnel(47, "", "0000 8847 00010140"),
            new Tunnel(47, "", "3081 880b L+4 0001 00000001 00000000 ff03 P"),
            new Tunnel(47, "", "0000 88be M T"),
            new Tunnel(47, "", "1000 88be 00000001 1001 0001 00000002 M T"),
            new Tunnel(47, "", "1000 22eb 00000001 2001 0001 00000002 0000 0001 0400000000000000 M T"),
            new Tunnel(97, "", "3000 M T"),
            new Tunnel(137, "", "00010140"),
            new Tunnel(UDP, "c00012b5", "08000000 00002a00 M T"),
            new Tunnel(UDP, "c0002118", "08000000 00002a00 M T"),
            new Tunnel(UDP, "c00012b6", "0c0000 V 00002a00"),
            new Tunnel(UDP, "c00017c1", "0000 T 00000100"),
            new Tunnel(UDP, "c00017c1", "0240 6558 00000100 0102800100000001 M T"),
            new Tunnel(UDP, "08680868", "30ff L+0 00000001"),
            new Tunnel(UDP, "08680868", "32ff L+4 00000001 00010000"),
            new Tunnel(UDP, "06a506a5", "0002 0001 0001 ff03 P"),
            new Tunnel(UDP, "06a506a5", "4002 L+12 0001 0001 ff03 P"),
            new Tunnel(UDP, "c0009090", "0100 0001 01 M T"),
            new Tunnel(UDP, "c00019eb", "00010140"),
            new Tunnel(UDP, "c00010f5", "0000000000000000"),
            new Tunnel(UDP, "0dd8c350", ""));

    private final int depth;
    private final Tunnel outermost;
    private final Tunnel inner;
    private final int version;

    RandomTunnel(Lots lots) {
        depth = lots.coin() ? 0 : lots.chance(85) ? 1 : 2;
        outermost = ALL.get(lots.below(ALL.size()));
        inner = ALL.get(lots.below(ALL.size()));
        version = lots.chance(80) ? 4 : 6;
    }

    RandomPacket enter(RandomPacket packet) {
        if (depth == 0) {
            return packet;
        }
        return around(outermost, depth == 1 ? packet : around(inner, packet));
    }

    private RandomPacket around(Tunnel tunnel, RandomPacket packet) {
        int needed = needed(tunnel);
        if (needed != 0 && needed != packet.version()) {
            return packet;
        }
        RandomPacket content =
                tunnel.header().isEmpty() ? packet : packet.behind(RandomHeader.of(tunnel.header(), packet));
        if (tunnel.protocol() == UDP) {
            content = content.behind(RandomHeader.of(tunnel.ports() + " L+8 0000", content));
        }
        byte[] whole = IcmpFrames.ip(version, tunnel.protocol(), content.octets());
        return content.behind(Arrays.copyOf(whole, whole.length - content.octets().length));
    }

    /** The version of IP that goes in it; 0 for either. */
    private static int needed(Tunnel tunnel) {
        return switch (tunnel.protocol()) {
            case 4 -> 4;
            case 41 -> 6;
            default -> tunnel.ports().startsWith("0dd8") ? 6 : 0;
        };
    }
}
