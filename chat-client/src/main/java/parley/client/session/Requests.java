package parley.client.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/** Who asks the user for a private chat, in order. Used by one thread. */
final class Requests {
    private final SequencedMap<String, String> askers = new LinkedHashMap<>();
    private final Consumer<SessionEvent> tell;

    /** @param tell takes {@link SessionEvent.RequestFrom} and {@link SessionEvent.RequestOver} */
    Requests(Consumer<SessionEvent> tell) {
        this.tell = tell;
    }

    void add(String name) {
        askers.put(Names.key(name), name);
        tell.accept(new SessionEvent.RequestFrom(name));
    }

    /** The request of somebody is over, if there is one. */
    void over(String name) {
        String asker = askers.remove(Names.key(name));
        if (asker != null) {
            tell.accept(new SessionEvent.RequestOver(asker));
        }
    }

    /** The request is answered for good: that of somebody, or of who has waited longest where {@code name} is null. */
    void answered(@Nullable String name) {
        if (name != null) {
            over(name);
        } else if (!askers.isEmpty()) {
            over(askers.firstEntry().getValue());
        }
    }

    /** The server knows of no request that the line could have answered. */
    void noneFor(ClientLine answer) {
        String asker = switch (answer) {
            case ClientLine.Accept accept -> accept.name();
            case ClientLine.Reject reject -> reject.name();
            default -> null;
        };
        if (asker == null) {
            List.copyOf(askers.values()).forEach(this::over);
        } else {
            over(asker);
        }
    }

    /** Forgets all without a word: the connection is lost. */
    void clear() {
        askers.clear();
    }
}
