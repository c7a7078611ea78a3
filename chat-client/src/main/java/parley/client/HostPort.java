package parley.client;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.ChatLimits;

/** {@code HOST:PORT} as people write it; an IPv6 address stands in brackets (RFC 3986, section 3.2.2). */
public final class HostPort {
    static final int MAX_PORT = 65535;

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
        String host = matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
        String port = matcher.group("port");
        return InetSocketAddress.createUnresolved(host, port == null ? ChatLimits.PORT : port(text, port));
    }

    /** The address as {@link #parse} reads it; a name stays a name. */
    public static String format(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static int port(String text, String port) {
        if (port.matches("\\d{1,5}")) {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= MAX_PORT) {
                return number;
            }
        }
        throw new IllegalArgumentException("'" + text + "': a port is a number from 1 to 65535");
    }
}
