package parley.client.play;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users of one script. */
final class Roster {
    private final Map<String, PlayedUser> byHandle = new LinkedHashMap<>();

    Roster(List<String> handles) {
        handles.forEach(handle -> byHandle.put(handle, new PlayedUser(handle)));
    }

    Collection<PlayedUser> all() {
        return byHandle.values();
    }

    PlayedUser get(String handle) {
        PlayedUser user = byHandle.get(handle);
        if (user == null) {
            throw new IllegalArgumentException("not in the script: " + handle);
        }
        return user;
    }

    /** Who is online under that name; null where nobody of the script is. */
    @Nullable
    PlayedUser present(@Nullable String name) {
        return name == null
                ? null
                : byHandle.values().stream()
                        .filter(user -> user.isNamed(name))
                        .findFirst()
                        .orElse(null);
    }

    /** Whether the script has a user whom it calls so, online or not. */
    boolean knows(String name) {
        return byHandle.keySet().stream().anyMatch(handle -> PlayedUser.same(handle, name));
    }
}
