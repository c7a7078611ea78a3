package parley.client.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * The lines sent last, to tell which of them a server's {@code error:} is about: the protocol does not say. A server
 * answers in order and soon, so it is the oldest line of the last seconds that fits, or else the latest that does.
 */
final class SentLines {
    private record Sent(long id, ClientLine line, long nanos) {}

    private static final int KEPT = 64;
    private static final long SOON = Duration.ofSeconds(5).toNanos();
    private static final String NOT_ONLINE = "not online: ";
    private static final String BUSY = " is busy";

    private final Deque<Sent> sent = new ArrayDeque<>();

    /** @param nanos {@link System#nanoTime} */
    void add(long id, ClientLine line, long nanos) {
        sent.add(new Sent(id, line, nanos));
        if (sent.size() > KEPT) {
            sent.removeFirst();
        }
    }

    void clear() {
        sent.clear();
    }

    /** The line that the error is about, once for each error; null where none fits. */
    @Nullable
    Long refusedBy(String reason, @Nullable String user, long nanos) {
        Predicate<ClientLine> fits = fits(reason, user);
        Sent found = null;
        for (Iterator<Sent> each = sent.descendingIterator(); each.hasNext(); ) {
            Sent candidate = each.next();
            if (fits.test(candidate.line()) && (found == null || nanos - candidate.nanos() < SOON)) {
                found = candidate;
            }
        }
        if (found == null) {
            return null;
        }
        sent.remove(found);
        return found.id();
    }

    private static Predicate<ClientLine> fits(String reason, @Nullable String user) {
        if (reason.startsWith(NOT_ONLINE)) {
            List<String> names =
                    Arrays.asList(reason.substring(NOT_ONLINE.length()).split(", ", -1));
            return line -> switch (line) {
                case ClientLine.Direct direct -> names.stream().allMatch(name -> holds(direct.recipients(), name));
                case ClientLine.Ask ask -> names.size() == 1 && same(ask.name(), names.getFirst());
                case ClientLine.Accept accept -> names.size() == 1 && same(accept.name(), names.getFirst());
                default -> false;
            };
        }
        if (reason.endsWith(BUSY)) {
            String name = reason.substring(0, reason.length() - BUSY.length());
            return line -> switch (line) {
                case ClientLine.Ask ask -> same(ask.name(), name);
                case ClientLine.Accept accept -> accept.name() == null || same(accept.name(), name);
                default -> false;
            };
        }
        return switch (new ServerLine.Error(reason)) {
            case ServerLine.Error e
            when e.equals(ServerLine.Error.THAT_IS_YOU) ->
                line -> user != null
                        && switch (line) {
                            case ClientLine.Direct direct -> holds(direct.recipients(), user);
                            case ClientLine.Ask ask -> same(ask.name(), user);
                            default -> false;
                        };
            case ServerLine.Error e
            when e.equals(ServerLine.Error.NO_REQUEST) ->
                line -> line instanceof ClientLine.Accept || line instanceof ClientLine.Reject;
            case ServerLine.Error e
            when e.equals(ServerLine.Error.UNKNOWN_COMMAND) ->
                line -> line instanceof ClientLine.Unknown || line instanceof ClientLine.Leave;
            default ->
                line -> user != null
                        && line instanceof ClientLine.Direct direct
                        && reason.equals(
                                ServerLine.Error.notYou(user, direct.sender()).reason());
        };
    }

    private static boolean holds(List<String> names, String name) {
        return names.stream().anyMatch(each -> same(each, name));
    }

    private static boolean same(@Nullable String name, String other) {
        return name != null && Names.key(name).equals(Names.key(other));
    }
}
