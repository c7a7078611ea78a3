package parley.client.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a page may be asked for. A browser that was led here by a name of somebody else's, which has come
 * to mean this machine, says that name (DNS rebinding).
 */
final class HostNames {
    private static final int HTTP_PORT = 80;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final Pattern SYNTAX =
            Pattern.compile("(?:\\[(?<v6>[0-9a-fA-F:.]+)]|(?<host>[A-Za-z0-9._-]+))(?::(?<port>[0-9]{1,5}))?");

    private final String host;
    private final InetSocketAddress address;

    /** The machine's; null where it is no name of this server's. Looked up once: that may ask the network. */
    private final @Nullable String machine;

    /**
     * @param host as it was asked to listen on
     * @param machineName asked at most once
     */
    HostNames(String host, InetSocketAddress address, Supplier<String> machineName) {
        this.host = host;
        this.address = address;
        this.machine = address.getAddress().isAnyLocalAddress() ? machineName.get() : null;
    }

    HostNames(String host, InetSocketAddress address) {
        this(host, address, HostNames::hostName);
    }

    /** Where people find the page. */
    String url() {
        String name = address.getAddress().isAnyLocalAddress() ? WebOptions.DEFAULT_HOST : host;
        return "http://" + (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + address.getPort() + "/";
    }

    /** Whether a Host field (RFC 9110, section 7.2) names this server. */
    boolean isHost(String field) {
        Matcher matcher = SYNTAX.matcher(field);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group("port");
        if ((port == null ? HTTP_PORT : Integer.parseInt(port)) != address.getPort()) {
            return false;
        }
        String name = matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
        return LOOPBACK.stream().anyMatch(name::equalsIgnoreCase)
                || name.equalsIgnoreCase(host)
                || (address.getAddress().isAnyLocalAddress() && isThisMachine(name));
    }

    /** Whether an Origin field (RFC 6454, section 7) is a page of this server's. */
    boolean isOrigin(String field) {
        String scheme = "http://";
        return field.startsWith(scheme) && isHost(field.substring(scheme.length()));
    }

    private boolean isThisMachine(String name) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(name)) != null;
        } catch (IllegalArgumentException noLiteral) {
            return name.equalsIgnoreCase(machine);
        } catch (SocketException unknown) {
            return false;
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return WebOptions.DEFAULT_HOST;
        }
    }
}
