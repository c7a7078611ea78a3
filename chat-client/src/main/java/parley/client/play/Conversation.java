package parley.client.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.client.play.Expectation.Kind;
import parley.client.play.Expectation.Typed;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/**
 * What is still due, and what the users know by what has come. A line typed makes lines due, a line received is one of
 * them or none; what a server refuses is due no longer. Owned by the thread that plays; times are {@link
 * System#nanoTime}.
 */
final class Conversation {
    private record Open(Expectation due, long deadlineNanos) {}

    private static final String NOT_ONLINE = "not online: ";

    private final Roster roster;
    private final Duration patience;
    private final List<Open> open = new ArrayList<>();

    /** @param patience how long to wait for an answer */
    Conversation(Roster roster, Duration patience) {
        this.roster = roster;
        this.patience = patience;
    }

    boolean isDue(Predicate<Expectation> which) {
        return open.stream().anyMatch(each -> which.test(each.due()));
    }

    /** When the next of what is due is to be given up; empty where nothing is due. */
    OptionalLong nextDeadline() {
        return open.stream().mapToLong(Open::deadlineNanos).min();
    }

    /** Gives up what is overdue, and returns it. */
    List<Expectation> expire(long now) {
        List<Expectation> overdue = open.stream()
                .filter(each -> each.deadlineNanos() - now <= 0)
                .map(Open::due)
                .toList();
        open.removeIf(each -> overdue.contains(each.due()));
        return overdue;
    }

    /** A user is connected. */
    void connected(Script.Row row, PlayedUser user, long now) {
        user.typed = new Typed(row, user, new ClientLine.Name(row.text()));
        add(DueLines.prompt(user.typed), now);
    }

    /** A row is about to be typed. */
    void typing(Script.Row row, PlayedUser by, long now) {
        Typed typed = new Typed(row, by, ClientLine.parse(row.text(), by.state()));
        by.typed = typed;
        DueLines.of(typed, roster).forEach(due -> add(due, now));
        if (typed.line() instanceof ClientLine.Reject reject) {
            String asker = reject.name() == null ? by.requests.peekFirst() : reject.name();
            if (asker != null) {
                by.forgetRequest(asker);
            }
        }
    }

    /** A row could not be sent: nothing that it would have made due is. */
    void notTyped(Script.Row row) {
        open.removeIf(each -> each.due().typed().row().equals(row));
    }

    /** A line has come. */
    void received(PlayedUser user, ServerLine line, long now) {
        Typed answered = meet(user, line);
        switch (line) {
            case ServerLine.Hello hello -> {
                user.name = hello.name();
                joined(user, hello.name(), now);
            }
            case ServerLine.PresenceOff _ -> {
                user.presenceOff = true;
                open.removeIf(
                        each -> each.due().kind() == Kind.PRESENCE && each.due().to() == user);
            }
            case ServerLine.PresenceOn _ -> user.presenceOff = false;
            case ServerLine.Request request -> user.requests.add(request.name());
            case ServerLine.Private chat -> {
                user.partner = chat.name();
                user.forgetRequest(chat.name());
            }
            case ServerLine.Ended _ -> user.partner = null;
            case ServerLine.Error error -> refused(user, answered, error.reason(), now);
            default -> {}
        }
    }

    /** Takes what the line is off the list, and returns what had made it due; null where nothing had. */
    private @Nullable Typed meet(PlayedUser user, ServerLine line) {
        Typed answered = null;
        for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
            Expectation due = each.next().due();
            // One line tells of many who came: it meets all of those, but of other lines only one.
            if (due.to() == user
                    && (answered == null || due.kind() == Kind.PRESENCE)
                    && due.met().test(line)) {
                each.remove();
                answered = due.typed();
            }
        }
        return answered;
    }

    private void refused(PlayedUser user, @Nullable Typed answered, String reason, long now) {
        Typed refused = answered == null ? oldestUnanswered(user) : answered;
        if (refused == null) {
            return;
        }
        if (refused.line() instanceof ClientLine.Direct) {
            List<String> left = leftOut(user, reason);
            if (!left.isEmpty()) {
                open.removeIf(each -> each.due().typed().equals(refused)
                        && left.stream().anyMatch(each.due().to()::isNamed));
                return;
            }
        }
        open.removeIf(each -> each.due().typed().equals(refused) && each.due().kind() != Kind.PRESENCE);
        if (refused.line() instanceof ClientLine.Name) {
            add(DueLines.prompt(refused), now);
        }
    }

    /** The recipients whom the error leaves out, the others being served; empty where it refuses the whole line. */
    private static List<String> leftOut(PlayedUser sender, String reason) {
        if (reason.startsWith(NOT_ONLINE)) {
            return List.of(reason.substring(NOT_ONLINE.length()).split(", ?", -1));
        }
        return reason.equals(ServerLine.Error.THAT_IS_YOU.reason()) && sender.name != null
                ? List.of(sender.name)
                : List.of();
    }

    private @Nullable Typed oldestUnanswered(PlayedUser user) {
        return open.stream()
                .map(Open::due)
                .filter(due -> due.typed().by() == user && due.kind() != Kind.PRESENCE)
                .map(Expectation::typed)
                .findFirst()
                .orElse(null);
    }

    /**
     * A connection has ended.
     *
     * @return the answers that its user was still to receive
     */
    List<Expectation> closed(PlayedUser user, long now) {
        List<Expectation> lost = open.stream()
                .map(Open::due)
                .filter(due -> due.to() == user && due.kind() == Kind.ANSWER)
                .toList();
        open.removeIf(each -> each.due().to() == user);
        user.closed = true;
        String name = user.name;
        if (name != null) {
            user.name = null;
            user.partner = null;
            roster.all().forEach(other -> other.forgetRequest(name));
            left(user, name, now);
        }
        return lost;
    }

    private void joined(PlayedUser user, String name, long now) {
        for (PlayedUser other : roster.all()) {
            if (other != user) {
                presence(
                        user,
                        other,
                        line -> line instanceof ServerLine.Joined joined && holds(joined.names(), name),
                        "'joined: " + name + "'",
                        now);
            }
        }
    }

    private void left(PlayedUser user, String name, long now) {
        for (PlayedUser other : roster.all()) {
            // Who has not been told yet that somebody came is not told that he left.
            if (!open.removeIf(each -> isPresence(each.due(), user, other))) {
                presence(
                        user,
                        other,
                        line -> line instanceof ServerLine.Left left && holds(left.names(), name),
                        "'left: " + name + "'",
                        now);
            }
        }
    }

    private void presence(PlayedUser about, PlayedUser to, Predicate<ServerLine> met, String what, long now) {
        Typed typed = about.typed;
        if (typed != null && to.name != null && !to.presenceOff) {
            add(new Expectation(typed, to, Kind.PRESENCE, met, what), now);
        }
    }

    private static boolean isPresence(Expectation due, PlayedUser about, PlayedUser to) {
        return due.kind() == Kind.PRESENCE && due.typed().by() == about && due.to() == to;
    }

    private static boolean holds(List<String> names, String name) {
        return names.stream().anyMatch(each -> PlayedUser.same(each, name));
    }

    private void add(Expectation due, long now) {
        open.add(new Open(due, now + due.kind().patience(patience).toNanos()));
    }
}
