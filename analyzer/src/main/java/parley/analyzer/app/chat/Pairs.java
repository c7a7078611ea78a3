package parley.analyzer.app.chat;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Endpoint;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * What a server says to two clients at once, which names each of them to the other: {@code private with A} to B and {@code
 * private with B} to A, {@code request from A} to B and {@code requested B} to A. Where the name of one is known, that
 * tells the other's. Of each kind of line the last {@value #MAXIMUM} are remembered.
 */
final class Pairs {
    private static final int MAXIMUM = 10_000;

    /** Two lines that are further apart in the capture are no pair. */
    private static final long TOGETHER = Duration.ofSeconds(1).toNanos();

    /** What is said to a user. */
    private enum Said {
        PRIVATE,
        REQUEST,
        REQUESTED;

        static @Nullable Said of(ServerLine line) {
            return switch (line) {
                case ServerLine.Private ignored -> PRIVATE;
                case ServerLine.Request ignored -> REQUEST;
                case ServerLine.Requested ignored -> REQUESTED;
                default -> null;
            };
        }

        Said toTheOther() {
            return switch (this) {
                case PRIVATE -> PRIVATE;
                case REQUEST -> REQUESTED;
                case REQUESTED -> REQUEST;
            };
        }
    }

    private record User(Endpoint server, String key) {}

    private record Place(User user, Said said) {}

    /** Said to a user about another, whose connection has no name yet. */
    private record Told(String other, long nanos) {}

    /** @param client null where more than one may be the one */
    private record Unnamed(@Nullable ChatConversation client, long nanos) {}

    private static final class Latest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAXIMUM;
        }
    }

    private final Map<Place, Told> told = new Latest<>();
    private final Map<Place, Unnamed> unnamed = new Latest<>();
    private final Set<User> named = Collections.newSetFromMap(new Latest<>());

    /** The client of that name is known. */
    void named(Endpoint server, String user) {
        named.add(new User(server, Names.key(user)));
    }

    /** The server says a line to a user, in nanoseconds since the epoch; it may name somebody else's client. */
    void told(Endpoint server, String user, ServerLine line, long nanos) {
        Said said = Said.of(line);
        String other = other(line);
        if (said == null || named.contains(new User(server, Names.key(other)))) {
            return;
        }
        Place place = new Place(new User(server, Names.key(user)), said);
        Unnamed waiting = unnamed.get(place);
        if (waiting != null && areTogether(waiting.nanos(), nanos)) {
            if (waiting.client() != null) {
                unnamed.remove(place);
                waiting.client().isUser(other);
            }
        } else {
            told.put(place, new Told(other, nanos));
        }
    }

    /**
     * The server says a line to a client without a name, which may tell it or do so later.
     *
     * @return the name, empty where it does not
     */
    String name(Endpoint server, ServerLine line, ChatConversation client, long nanos) {
        Said said = Said.of(line);
        if (said == null) {
            return "";
        }
        Place place = new Place(new User(server, Names.key(other(line))), said.toTheOther());
        Told known = told.get(place);
        if (known != null && areTogether(known.nanos(), nanos)) {
            told.remove(place);
            return known.other();
        }
        Unnamed waiting = unnamed.get(place);
        boolean isAlone = waiting == null || client.equals(waiting.client()) || !areTogether(waiting.nanos(), nanos);
        unnamed.put(place, new Unnamed(isAlone ? client : null, nanos));
        return "";
    }

    private static boolean areTogether(long one, long other) {
        return Math.abs(one - other) <= TOGETHER;
    }

    private static String other(ServerLine line) {
        return switch (line) {
            case ServerLine.Private with -> with.name();
            case ServerLine.Request from -> from.name();
            case ServerLine.Requested of -> of.name();
            default -> "";
        };
    }
}
