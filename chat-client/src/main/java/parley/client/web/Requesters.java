package parley.client.web;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * The connections that are no WebSocket. One too many takes the place of the oldest, so that those that stall keep nobody
 * out; a browser opens another when it needs one. Any thread may call it.
 */
final class Requesters implements Connection.Listener {
    /** A browser has up to six. */
    static final int MOST = 128;

    private final Set<Connection> open = new LinkedHashSet<>();

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof WebSocketConnection)) {
            added(connection).map(Connection::getEndPoint).ifPresent(EndPoint::close);
        }
    }

    /** Whose place it takes. */
    private synchronized Optional<Connection> added(Connection connection) {
        open.add(connection);
        if (open.size() <= MOST) {
            return Optional.empty();
        }
        Connection oldest = open.iterator().next();
        open.remove(oldest);
        return Optional.of(oldest);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }
}
