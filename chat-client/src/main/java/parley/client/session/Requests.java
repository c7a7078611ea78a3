package parley.client.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;

/** Who asks the user for a private chat, in order. Used by one thread. */
final class Requests {
    private final SequencedMap<String, String> askers = new LinkedHashMap<>();

    void add(String name) {
        askers.put(Names.key(name), name);
    }

    /** Forgets a request, and returns whose it was, spelled as in it; null where there is none. */
    @Nullable
    String remove(String name) {
        return askers.remove(Names.key(name));
    }

    /** Who has waited longest; null where nobody has. */
    @Nullable
    String oldest() {
        return askers.isEmpty() ? null : askers.firstEntry().getValue();
    }

    List<String> all() {
        return List.copyOf(askers.values());
    }

    void clear() {
        askers.clear();
    }
}
