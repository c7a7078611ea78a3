package parley.client.web;

import java.util.Optional;
import parley.client.session.LinePlace;

/** Knows which frames carried a line: whoever captures the server's port implements it. Called by any thread. */
public interface WireWatcher {
    /** What it tells of the interface it watches, for people: {@code lo, tcp port 10000}. */
    String description();

    /**
     * The frames of a line, at once.
     *
     * @return empty where they are not captured yet, or known no more
     */
    Optional<LineOnWire> find(LinePlace place);
}
