package parley.client.session;

import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;

/**
 * A line on its way to the server.
 *
 * @param id the caller's; null for what the session says by itself
 * @param line its sender empty where that is the user
 */
record Outgoing(@Nullable Long id, ClientLine line) {
    /** The line under the user's name. */
    ClientLine from(@Nullable String user) {
        return user != null
                        && line instanceof ClientLine.Direct direct
                        && direct.sender().isEmpty()
                ? new ClientLine.Direct(user, direct.recipients(), direct.text())
                : line;
    }
}
