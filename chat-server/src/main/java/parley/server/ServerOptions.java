package parley.server;

import java.time.Duration;
import parley.protocol.ChatLimits;

/**
 * What a server listens on and what it allows.
 *
 * @param host name or address to listen on
 * @param port TCP port, 0 for any free one
 * @param unnamedTimeout how long a connection may stay without a name
 * @param idleTimeout how long a client may send nothing; zero for any time
 * @param burst lines that a client may send at once, at least 1
 * @param linesPerSecond rate at which further lines of one client are read; 0 for no limit
 * @param outboxBytes bytes that may wait to be sent to one client, {@value Encoded#OVERHEAD} for each line included
 * @param outboxesBytes bytes that may wait to be sent to all of them, counted likewise
 * @param writeTimeout how long a client may take nothing of what waits for it
 * @param connections most connections at a time
 * @param connectionsPerAddress most connections from one IPv4 address or IPv6 /64, loopback exempt
 * @param presenceOffAbove users online above whom joins and leaves are told nobody; fewer where their names make a list
 *     of more than half of {@code outboxBytes}
 * @param presenceOnBelow users online below whom they are told again, at most {@code presenceOffAbove}
 */
public record ServerOptions(
        String host,
        int port,
        Duration unnamedTimeout,
        Duration idleTimeout,
        int burst,
        int linesPerSecond,
        int outboxBytes,
        long outboxesBytes,
        Duration writeTimeout,
        int connections,
        int connectionsPerAddress,
        int presenceOffAbove,
        int presenceOnBelow) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(366);

    private static final ServerOptions DEFAULTS = new ServerOptions(
            "127.0.0.1",
            ChatLimits.PORT,
            Duration.ofSeconds(60),
            Duration.ZERO,
            20,
            10,
            96 * 1024,
            Runtime.getRuntime().maxMemory() / 4,
            Duration.ofSeconds(30),
            100_000,
            16,
            1000,
            800);

    /** @throws IllegalArgumentException with one line that says which value is out of range */
    public ServerOptions {
        require(port >= 0 && port <= 65535, "port must be 0 to 65535, not " + port);
        require(isTimeout(unnamedTimeout), "the time for giving a name must be positive, and a year at most");
        require(!idleTimeout.isNegative(), "the idle time must not be negative");
        require(idleTimeout.compareTo(LONGEST_TIMEOUT) <= 0, "the idle time must be a year at most");
        require(burst >= 1, "burst must be at least 1, not " + burst);
        require(linesPerSecond >= 0, "lines per second must not be negative");
        require(
                outboxBytes >= ChatLimits.SERVER_LINE_BYTES,
                "outbox bytes must be at least " + ChatLimits.SERVER_LINE_BYTES + ", not " + outboxBytes);
        require(
                outboxesBytes >= outboxBytes,
                "the bytes of all outboxes must be at least those of one, " + outboxBytes + ", not " + outboxesBytes);
        require(isTimeout(writeTimeout), "the time for taking something must be positive, and a year at most");
        require(connections >= 1, "connections must be at least 1, not " + connections);
        require(connectionsPerAddress >= 1, "connections per address must be at least 1, not " + connectionsPerAddress);
        require(presenceOffAbove >= 0, "the number of users for presence must not be negative");
        require(
                presenceOnBelow >= 0 && presenceOnBelow <= presenceOffAbove,
                "presence must come back at no more users than it goes at");
    }

    private static boolean isTimeout(Duration time) {
        return time.isPositive() && time.compareTo(LONGEST_TIMEOUT) <= 0;
    }

    /** 127.0.0.1, port 10000, the limits of the protocol's description. */
    public static ServerOptions defaults() {
        return DEFAULTS;
    }

    /** These options, listening elsewhere. */
    public ServerOptions withAddress(String host, int port) {
        return new ServerOptions(
                host,
                port,
                unnamedTimeout,
                idleTimeout,
                burst,
                linesPerSecond,
                outboxBytes,
                outboxesBytes,
                writeTimeout,
                connections,
                connectionsPerAddress,
                presenceOffAbove,
                presenceOnBelow);
    }

    /** These options, on another port; 0 for any free one. */
    public ServerOptions withPort(int port) {
        return withAddress(host, port);
    }

    /** These options, with other times for giving a name and for saying nothing. */
    public ServerOptions withTimeouts(Duration unnamed, Duration idle) {
        return new ServerOptions(
                host,
                port,
                unnamed,
                idle,
                burst,
                linesPerSecond,
                outboxBytes,
                outboxesBytes,
                writeTimeout,
                connections,
                connectionsPerAddress,
                presenceOffAbove,
                presenceOnBelow);
    }

    /** These options, with another rate of lines; 0 lines per second for no limit. */
    public ServerOptions withRate(int burst, int linesPerSecond) {
        return new ServerOptions(
                host,
                port,
                unnamedTimeout,
                idleTimeout,
                burst,
                linesPerSecond,
                outboxBytes,
                outboxesBytes,
                writeTimeout,
                connections,
                connectionsPerAddress,
                presenceOffAbove,
                presenceOnBelow);
    }

    /** These options, with other bounds on what a client leaves unread. */
    public ServerOptions withOutbox(int bytes, Duration writeTimeout) {
        return withOutboxes(bytes, outboxesBytes, writeTimeout);
    }

    /** These options, with other bounds on what one client, and all of them, leave unread. */
    public ServerOptions withOutboxes(int bytes, long bytesInAll, Duration writeTimeout) {
        return new ServerOptions(
                host,
                port,
                unnamedTimeout,
                idleTimeout,
                burst,
                linesPerSecond,
                bytes,
                bytesInAll,
                writeTimeout,
                connections,
                connectionsPerAddress,
                presenceOffAbove,
                presenceOnBelow);
    }

    /** These options, with another number of connections, in all and from one address. */
    public ServerOptions withConnections(int inAll, int perAddress) {
        return new ServerOptions(
                host,
                port,
                unnamedTimeout,
                idleTimeout,
                burst,
                linesPerSecond,
                outboxBytes,
                outboxesBytes,
                writeTimeout,
                inAll,
                perAddress,
                presenceOffAbove,
                presenceOnBelow);
    }

    /** These options, with presence going and coming back at other numbers of users. */
    public ServerOptions withPresence(int offAbove, int onBelow) {
        return new ServerOptions(
                host,
                port,
                unnamedTimeout,
                idleTimeout,
                burst,
                linesPerSecond,
                outboxBytes,
                outboxesBytes,
                writeTimeout,
                connections,
                connectionsPerAddress,
                offAbove,
                onBelow);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
