package parley.server.watch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/**
 * Is told what happens in a server. Called by many threads at once, some of which hold a lock of the server's: no method
 * may block. A client is known by its number, which no other has.
 */
public interface ServerWatch {
    /** Takes notice of nothing. */
    ServerWatch NONE = new ServerWatch() {};

    /** Why a connection has ended. */
    enum Ending {
        /** The client said {@code exit}. */
        EXIT,
        /** The client ended its stream. */
        CLOSED,
        /** The connection broke, or was reset. */
        LOST,
        /** The client did not speak TLS as it should. */
        NO_TLS,
        NO_NAME,
        IDLE,
        TOO_SLOW,
        SHUTDOWN,
        /** Something failed in the server that should not. */
        FAULT
    }

    /** A connection has been accepted. */
    default void connected(long client, InetSocketAddress from) {}

    /** A connection has been refused because there are too many, in all or from one address. */
    default void turnedAway(InetSocketAddress from) {}

    /** A client has a name from now on. */
    default void named(long client, String name) {}

    /** A line of somebody who has a name has been read. */
    default void received(long client, String name, ClientLine line) {}

    /** A client is told an error. */
    default void refused(long client, ServerLine.Error error) {}

    /** A message has been written to its recipient's connection, so long after it was read from its sender's. */
    default void delivered(long nanos) {}

    /** A connection has ended. */
    default void ended(long client, Ending ending, Duration lasted) {}

    /** Something has failed that should not; a client's number, or 0 where it was nobody's thread. */
    default void failed(long client, Throwable fault) {}

    /** One that tells each of these. */
    static ServerWatch of(List<ServerWatch> watches) {
        return watches.size() == 1 ? watches.getFirst() : new Several(List.copyOf(watches));
    }
}
