package parley.protocol;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code HOST:PORT} as people write it; an IPv6 address stands in brackets (RFC 3986, section 3.2.2). */
public final class HostPort {
    /** The highest port there is. */
    public static final int MAX_PORT = 65535;

    private static final Pattern SYNTAX =
            Pattern.compile("(\\[(?<v6>[0-9a-fA-F:.%\\w]+)]|(?<host>[^\\[\\]:\\s]+))(:(?<port>.*))?");

    private HostPort() {}

    /**
     * Reads {@code 127.0.0.1:10000}, {@code chat.example:10000} or {@code [::1]:10000}; without a port it is
     * {@link ChatLimits#PORT}. The host is not looked up.
     *
     * @throws IllegalArgumentException with a message that says what is wrong
     */
    public static InetSocketAddress parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    text.indexOf(':') != text.lastIndexOf(':')
                            ? "'" + text + "': an IPv6 address stands in brackets, as [::1]:10000"
                            : "'" + text + "' is not HOST:PORT");
        }
        String port = matcher.group("port");
        return InetSocketAddress.createUnresolved(host(matcher), port == null ? ChatLimits.PORT : port(text, port, 1));
    }

    /**
     * Reads where to listen: {@code HOST:PORT} or {@code PORT} alone, in which 0 is any that is free.
     *
     * @param host where there is none
     * @throws IllegalArgumentException with a message that says what is wrong
     */
    public static InetSocketAddress parseListening(String text, String host) {
        if (text.matches("\\d+")) {
            return InetSocketAddress.createUnresolved(host, port(text, text, 0));
        }
        Matcher matcher = SYNTAX.matcher(text);
        String port = matcher.matches() ? matcher.group("port") : null;
        if (port == null) {
            throw new IllegalArgumentException("'" + text + "' is neither PORT nor HOST:PORT");
        }
        return InetSocketAddress.createUnresolved(host(matcher), port(text, port, 0));
    }

    /** The address as {@link #parse} reads it; a name stays a name. */
    public static String format(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static String host(Matcher matcher) {
        return matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
    }

    private static int port(String text, String port, int lowest) {
        if (port.matches("\\d{1,5}")) {
            int number = Integer.parseInt(port);
            if (number >= lowest && number <= MAX_PORT) {
                return number;
            }
        }
        throw new IllegalArgumentException("'" + text + "': a port is a number from " + lowest + " to 65535");
    }
}
