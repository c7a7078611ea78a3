package parley.analyzer.replay.packets;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;

/** Which IP addresses become which others: single ones, or the first bits of whole networks. The first that fits counts. */
public final class AddressMap {
    /** Maps nothing. */
    public static final AddressMap NONE = new AddressMap(List.of());

    private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Entry[] v4;
    private final Entry[] v6;

    private record Entry(IpAddress from, IpAddress to, long highMask, long lowMask) {
        boolean fits(long high, long low) {
            return ((high ^ from.high()) & highMask) == 0 && ((low ^ from.low()) & lowMask) == 0;
        }

        long high(long high) {
            return to.high() & highMask | high & ~highMask;
        }

        long low(long low) {
            return to.low() & lowMask | low & ~lowMask;
        }
    }

    private AddressMap(List<Entry> entries) {
        v4 = entries.stream().filter(entry -> entry.from().version() == 4).toArray(Entry[]::new);
        v6 = entries.stream().filter(entry -> entry.from().version() == 6).toArray(Entry[]::new);
    }

    /**
     * Reads {@code OLD=NEW} or {@code OLD/BITS=NEW/BITS}, several of them.
     *
     * @throws IllegalArgumentException if one is none; the message says which and why
     */
    public static AddressMap parse(List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            Pair pair = Pair.parse(text);
            IpAddress from = address(pair.from());
            IpAddress to = address(pair.to());
            if (from.version() != to.version()) {
                throw new IllegalArgumentException(
                        "'" + text + "' maps IPv" + from.version() + " to IPv" + to.version());
            }
            int width = from.version() == 4 ? 32 : 128;
            int bits = bits(pair.from(), width);
            if (bits != bits(pair.to(), width)) {
                throw new IllegalArgumentException("'" + text + "' maps a network to one of another size");
            }
            entries.add(new Entry(
                    from,
                    to,
                    width == 32 ? 0 : first(Math.min(bits, 64)),
                    width == 32 ? first(bits) >>> 32 : first(Math.max(0, bits - 64))));
        }
        return new AddressMap(entries);
    }

    /** A number of which the first bits are set. */
    private static long first(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static IpAddress address(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            // The JDK would also take 10.1 for 10.0.0.1.
            if (address.indexOf(':') < 0 && !DOTTED.matcher(address).matches()) {
                throw new IllegalArgumentException("too few numbers");
            }
            return IpAddress.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException notAnAddress) {
            throw new IllegalArgumentException("'" + address + "' is no IP address", notAnAddress);
        }
    }

    private static int bits(String text, int width) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return width;
        }
        String bits = text.substring(slash + 1);
        if (bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= width) {
            return Integer.parseInt(bits);
        }
        throw new IllegalArgumentException("'" + text + "': a network has 0 to " + width + " bits");
    }

    boolean isEmpty() {
        return v4.length + v6.length == 0;
    }

    /** What an IPv4 address becomes: itself where nothing fits. */
    int v4(int address) {
        long low = address & 0xffff_ffffL;
        for (Entry entry : v4) {
            if (entry.fits(0, low)) {
                return (int) entry.low(low);
            }
        }
        return address;
    }

    /** What an IPv6 address becomes, or null where nothing fits. */
    @Nullable
    IpAddress v6(long high, long low) {
        for (Entry entry : v6) {
            if (entry.fits(high, low)) {
                return new IpAddress(6, entry.high(high), entry.low(low));
            }
        }
        return null;
    }
}
