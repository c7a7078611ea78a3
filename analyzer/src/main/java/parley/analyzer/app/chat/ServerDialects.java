package parley.analyzer.app.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import parley.analyzer.tcp.Endpoint;

/**
 * How the servers of a capture speak: what one connection has shown, the next one to the same server need not. The last
 * {@value #MAXIMUM} servers are remembered.
 */
final class ServerDialects {
    private static final int MAXIMUM = 10_000;

    private final Map<Endpoint, Dialect> dialects = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Dialect> eldest) {
            return size() > MAXIMUM;
        }
    };

    Dialect of(Endpoint server) {
        return dialects.getOrDefault(server, Dialect.UNKNOWN);
    }

    void learn(Endpoint server, Dialect dialect) {
        dialects.put(server, dialect);
    }
}
