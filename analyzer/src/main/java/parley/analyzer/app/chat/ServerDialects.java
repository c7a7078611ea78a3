package parley.analyzer.app.chat;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import parley.analyzer.tcp.Endpoint;

/**
 * How the servers of a capture speak: what one connection has shown, the next one to the same server need not. The last
 * {@value #MAXIMUM} servers are remembered.
 */
final class ServerDialects {
    private static final int MAXIMUM = 10_000;

    private final SequencedMap<Endpoint, Dialect> dialects = new LinkedHashMap<>();

    Dialect of(Endpoint server) {
        return dialects.getOrDefault(server, Dialect.UNKNOWN);
    }

    /** @return whether another server is forgotten for it */
    boolean learn(Endpoint server, Dialect dialect) {
        dialects.put(server, dialect);
        boolean forgets = dialects.size() > MAXIMUM;
        if (forgets) {
            dialects.pollFirstEntry();
        }
        return forgets;
    }
}
