package parley.analyzer.replay.packets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is rewritten in packets.
 *
 * @param addresses of IP
 * @param ports of TCP and UDP, 0 to 65535, old ones and new ones
 * @param macs hardware addresses, old ones and new ones
 * @param fixChecksums whether checksums are computed anew of every packet, right or wrong before
 */
public record Rewriting(
        AddressMap addresses, Map<Integer, Integer> ports, Map<MacAddress, MacAddress> macs, boolean fixChecksums) {
    /** Leaves everything. */
    public static final Rewriting NONE = new Rewriting(AddressMap.NONE, Map.of(), Map.of(), false);

    private static final int LARGEST_PORT = 65_535;

    /** Copies the maps. */
    public Rewriting {
        ports = Map.copyOf(ports);
        macs = Map.copyOf(macs);
    }

    /**
     * Reads {@code OLD=NEW}, several of them.
     *
     * @throws IllegalArgumentException if one is none; the message says which and why
     */
    public static Map<Integer, Integer> ports(List<String> texts) {
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        for (String text : texts) {
            Pair pair = Pair.parse(text);
            ports.putIfAbsent(port(pair.from()), port(pair.to()));
        }
        return ports;
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LARGEST_PORT) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("'" + text + "' is no port: 0 to " + LARGEST_PORT);
    }

    /**
     * Reads {@code OLD=NEW}, several of them.
     *
     * @throws IllegalArgumentException if one is none; the message says which and why
     */
    public static Map<MacAddress, MacAddress> macs(List<String> texts) {
        Map<MacAddress, MacAddress> macs = new LinkedHashMap<>();
        for (String text : texts) {
            Pair pair = Pair.parse(text);
            macs.putIfAbsent(MacAddress.parse(pair.from()), MacAddress.parse(pair.to()));
        }
        return macs;
    }

    boolean isEmpty() {
        return addresses.isEmpty() && ports.isEmpty() && macs.isEmpty() && !fixChecksums;
    }
}
