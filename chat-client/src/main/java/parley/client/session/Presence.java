package parley.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * Who is online, as far as the server has told; and which of its lists answer a question. A list does not say what it
 * answers: one follows the greeting and one the end of {@code presence: off}, all others answer in order. Used by one
 * thread.
 */
final class Presence {
    private final Set<String> online = new HashSet<>();

    /** What was asked and is not answered: the beginning of a name, or empty for everybody. */
    private final Deque<Optional<String>> asked = new ArrayDeque<>();

    /** What the list was asked for that goes on in {@code online+:} lines; null where it was not asked for. */
    private @Nullable Optional<String> open;

    private boolean listIsDue;

    /** A new connection, or none. */
    void forget() {
        online.clear();
        asked.clear();
        open = null;
        listIsDue = false;
    }

    /** The server has taken the name. */
    void greeted() {
        listIsDue = true;
    }

    /** The server is asked who is online. */
    void asking(@Nullable String prefix) {
        asked.add(Optional.ofNullable(prefix));
    }

    /** A private chat has begun: a question on its way is text to the partner, and is not answered. */
    void privateBegan() {
        asked.clear();
    }

    /** Whether somebody is known to be online. */
    boolean isOnline(String key) {
        return online.contains(key);
    }

    /** Takes a line of the server that tells of presence, and returns what that means; empty for any other line. */
    List<SessionEvent> take(ServerLine line) {
        return switch (line) {
            case ServerLine.Online list -> listed(list.names());
            case ServerLine.OnlineMore list -> more(list.names());
            case ServerLine.Joined joined -> {
                add(joined.names());
                yield List.of(new SessionEvent.Joined(joined.names()));
            }
            case ServerLine.Left left -> {
                left.names().forEach(name -> online.remove(Names.key(name)));
                yield List.of(new SessionEvent.Left(left.names()));
            }
            case ServerLine.PresenceOff off -> {
                listIsDue = false;
                online.clear();
                if (Optional.<String>empty().equals(asked.peek())) {
                    asked.remove();
                }
                yield List.of(new SessionEvent.PresenceOff(off.online()));
            }
            case ServerLine.PresenceOn _ -> {
                listIsDue = true;
                yield List.of(new SessionEvent.PresenceOn());
            }
            default -> List.of();
        };
    }

    private List<SessionEvent> listed(List<String> names) {
        open = listIsDue ? null : asked.poll();
        listIsDue = false;
        if (isOfEverybody()) {
            online.clear();
        }
        return told(names, new SessionEvent.Online(names), false);
    }

    private List<SessionEvent> more(List<String> names) {
        return told(names, new SessionEvent.OnlineMore(names), true);
    }

    private List<SessionEvent> told(List<String> names, SessionEvent presence, boolean more) {
        List<SessionEvent> events = new ArrayList<>(2);
        if (isOfEverybody()) {
            add(names);
            events.add(presence);
        }
        if (open != null) {
            events.add(new SessionEvent.Found(open.orElse(null), names, more));
        }
        return events;
    }

    private boolean isOfEverybody() {
        return open == null || open.isEmpty();
    }

    private void add(List<String> names) {
        names.forEach(name -> online.add(Names.key(name)));
    }
}
