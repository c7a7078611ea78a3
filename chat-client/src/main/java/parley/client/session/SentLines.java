package parley.client.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * The lines sent last, to tell which of them a server's {@code error:} is about: the protocol does not say. A server
 * answers in order and soon, later only by what its limit of a client's rate makes of the lines before. So the error is
 * about the oldest line that fits and can still be waiting, or else about the latest that fits; and what was sent before
 * that line has been answered. A line that was delivered shortly before its recipient left can be taken for one that was
 * not.
 */
final class SentLines {
    /** @param dueNanos when a server has read it at the latest, as long as it keeps to its default limit */
    private record Sent(Outgoing outgoing, long dueNanos) {}

    private static final int KEPT = 2 * Outbound.MAXIMUM_WAITING;
    private static final long SOON = Duration.ofSeconds(5).toNanos();

    /** A server's default limit lets a client say ten lines a second. */
    private static final long PER_LINE = Duration.ofMillis(100).toNanos();

    private static final String BUSY = " is busy";

    private final Deque<Sent> sent = new ArrayDeque<>();
    private long lastDueNanos;

    /** @param nanos {@link System#nanoTime} */
    void add(long id, ClientLine line, long nanos) {
        boolean isBehind = !sent.isEmpty() && lastDueNanos - nanos > 0;
        lastDueNanos = (isBehind ? lastDueNanos : nanos) + PER_LINE;
        sent.add(new Sent(new Outgoing(id, line), lastDueNanos));
        if (sent.size() > KEPT) {
            sent.removeFirst();
        }
    }

    void clear() {
        sent.clear();
    }

    /** The line that the error is about, once for each error; null where none fits. */
    @Nullable
    Outgoing refusedBy(String reason, @Nullable String user, long nanos) {
        Predicate<ClientLine> fits = fits(reason, user);
        Sent found = null;
        for (Sent candidate : sent) {
            if (fits.test(candidate.outgoing().line())) {
                found = candidate;
                if (nanos - candidate.dueNanos() < SOON) {
                    break;
                }
            }
        }
        if (found == null) {
            return null;
        }
        while (!found.equals(sent.removeFirst())) {
            // A server answers in order: this one has no error coming.
        }
        return found.outgoing();
    }

    private static Predicate<ClientLine> fits(String reason, @Nullable String user) {
        ServerLine.Error error = new ServerLine.Error(reason);
        List<String> names = error.notReached();
        if (!names.isEmpty()) {
            return line -> switch (line) {
                case ClientLine.Direct direct -> names.stream().allMatch(name -> holds(direct.recipients(), name));
                case ClientLine.Ask ask -> names.size() == 1 && same(ask.name(), names.getFirst());
                case ClientLine.Accept accept -> names.size() == 1 && same(accept.name(), names.getFirst());
                case ClientLine.Text ignored -> error.isTooMuchWaits();
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
        return switch (error) {
            case ServerLine.Error e
            when e.equals(ServerLine.Error.TOO_MANY_ASKED) || e.equals(ServerLine.Error.TOO_MANY_REQUESTS) ->
                line -> line instanceof ClientLine.Ask;
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
                line -> switch (line) {
                    case ClientLine.Ask ask -> error.equals(ServerLine.Error.tooManyRequests(ask.name()));
                    case ClientLine.Direct direct ->
                        user != null && error.equals(ServerLine.Error.notYou(user, direct.sender()));
                    default -> false;
                };
        };
    }

    private static boolean holds(List<String> names, String name) {
        return names.stream().anyMatch(each -> same(each, name));
    }

    private static boolean same(@Nullable String name, String other) {
        return name != null && Names.key(name).equals(Names.key(other));
    }
}
