package parley.client.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import parley.client.Transport;

/**
 * How the page is served.
 *
 * @param host to listen on, a name or an address; a wildcard for all
 * @param port 1 to 65535, or 0 for any free one
 * @param server the chat server that every tab connects to
 * @param transport what the lines to the server go through
 * @param tabs most tabs at a time, from 1
 * @param takeWithin how long a page may take for one frame, more than 0
 * @param pingEvery time between two pings to a tab, more than 0; who answers none for twice as long is gone
 * @param watcher who knows the frames of a line; null where nobody captures
 */
public record WebOptions(
        String host,
        int port,
        InetSocketAddress server,
        Transport transport,
        int tabs,
        Duration takeWithin,
        Duration pingEvery,
        @Nullable WireWatcher watcher) {
    /** Where the page is when nothing is said. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** Where the page is when nothing is said. */
    public static final int DEFAULT_PORT = 8080;

    private static final int DEFAULT_TABS = 100;
    private static final Duration DEFAULT_TAKE_WITHIN = Duration.ofSeconds(20);
    private static final Duration DEFAULT_PING_EVERY = Duration.ofSeconds(15);

    /** @throws IllegalArgumentException with a message that says what is out of range */
    public WebOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535");
        }
        if (tabs < 1) {
            throw new IllegalArgumentException("there must be room for one tab");
        }
        if (!takeWithin.isPositive() || !pingEvery.isPositive()) {
            throw new IllegalArgumentException("a time must be more than 0");
        }
    }

    /** On 127.0.0.1 port 8080, without a watcher. */
    public static WebOptions of(InetSocketAddress server) {
        return new WebOptions(
                DEFAULT_HOST,
                DEFAULT_PORT,
                server,
                Transport.PLAIN,
                DEFAULT_TABS,
                DEFAULT_TAKE_WITHIN,
                DEFAULT_PING_EVERY,
                null);
    }

    /** The same on another address. */
    public WebOptions listeningOn(String host, int port) {
        return new WebOptions(host, port, server, transport, tabs, takeWithin, pingEvery, watcher);
    }

    /** The same through another transport to the server. */
    public WebOptions through(Transport transport) {
        return new WebOptions(host, port, server, transport, tabs, takeWithin, pingEvery, watcher);
    }

    /** The same with room for so many tabs. */
    public WebOptions withTabs(int tabs) {
        return new WebOptions(host, port, server, transport, tabs, takeWithin, pingEvery, watcher);
    }

    /** The same with other patience. */
    public WebOptions withPatience(Duration takeWithin, Duration pingEvery) {
        return new WebOptions(host, port, server, transport, tabs, takeWithin, pingEvery, watcher);
    }

    /** The same with somebody who knows the frames of a line. */
    public WebOptions withWatcher(WireWatcher watcher) {
        return new WebOptions(host, port, server, transport, tabs, takeWithin, pingEvery, watcher);
    }
}
