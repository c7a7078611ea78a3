package parley.analyzer.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.wire.IpAddress;

/** Endpoints and addresses from their text. */
public final class Endpoints {
    private Endpoints() {}

    /** {@code 10.0.0.1:40000} or {@code [2001:db8::1]:40000}. */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.isEmpty()) {
            throw new IllegalArgumentException(text + " is no ADDRESS:PORT");
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Endpoint(
                address(bracketed ? host.substring(1, host.length() - 1) : host),
                Integer.parseInt(text.substring(colon + 1)));
    }

    /** An IPv4 or IPv6 address, never a name. */
    public static IpAddress address(String text) {
        if (!text.matches("[0-9a-fA-F:.]+")) {
            throw new IllegalArgumentException(text + " is no address");
        }
        try {
            return IpAddress.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no address", e);
        }
    }
}
