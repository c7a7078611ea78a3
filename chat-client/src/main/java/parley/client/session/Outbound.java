package parley.client.session;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/**
 * The lines of a session on their way to the server. A line goes out where the user stands as the one who wrote it meant
 * it, waits for a connection or for people who are not back yet, or is told as not sent. Used by the session's thread.
 */
final class Outbound {
    /** Lines that may wait, for a connection and on one. */
    static final int MAXIMUM_WAITING = 1000;

    private static final String SESSION_OVER = "the session is over";

    private final Presence presence;
    private final Requests requests;
    private final Consumer<SessionEvent> tell;
    private final WaitingLines waiting = new WaitingLines();
    private final SentLines sent = new SentLines();

    /** On which the user is known; null where there is none. */
    private @Nullable Link link;

    private @Nullable String user;
    private @Nullable String partner;
    private boolean holding;

    /** @param tell takes {@link SessionEvent.Pending} and {@link SessionEvent.NotSent} */
    Outbound(Presence presence, Requests requests, Consumer<SessionEvent> tell) {
        this.presence = presence;
        this.requests = requests;
        this.tell = tell;
    }

    /**
     * The server knows the user.
     *
     * @param hold whether lines to people who are not online wait for them, until {@link #stopHolding}
     */
    void named(Link on, String name, boolean hold) {
        link = on;
        user = name;
        holding = hold;
        sendWaiting();
    }

    /** The user stands in a private chat from now on, or in the lobby where {@code with} is null. */
    void moved(@Nullable String with) {
        partner = with;
        sendWaiting();
    }

    /** Lines to people who are still not online are sent all the same. */
    void stopHolding() {
        holding = false;
        sendWaiting();
    }

    /** Somebody may have come online. */
    void presenceChanged() {
        if (holding) {
            sendWaiting();
        }
    }

    /**
     * There is no connection any more.
     *
     * @param unsent what had been handed to it
     */
    void returned(List<Outgoing> unsent) {
        waiting.addFirst(unsent.stream().filter(line -> line.id() != null).toList());
    }

    /** Nothing is sent until the user is known again; tells what becomes of each line. */
    void disconnected() {
        link = null;
        partner = null;
        holding = false;
        sent.clear();
        waiting.takeAll().forEach(this::keep);
    }

    /** Nothing is sent any more. */
    void over() {
        waiting.takeAll().forEach(line -> notSent(line, SESSION_OVER));
    }

    /** The line that the error is about; null where none can be told. */
    @Nullable
    Outgoing refusedBy(String reason) {
        return sent.refusedBy(reason, user, System.nanoTime());
    }

    /** Whether the line was meant for another private chat than this one; then it is told as not sent. */
    boolean refusesElsewhere(@Nullable String seen, Outgoing line) {
        boolean elsewhere = seen != null && partner != null && !Names.key(seen).equals(Names.key(partner));
        if (elsewhere) {
            notSent(line, "the private chat with " + seen + " is over");
        }
        return elsewhere;
    }

    /** Whether the line cannot be sent as what it is; then it is told as not sent. */
    boolean refuses(Outgoing line) {
        String objection = Objections.to(line, user, partner);
        if (objection != null) {
            notSent(line, objection);
        }
        return objection != null;
    }

    /** Takes a line that is not refused. */
    void take(Outgoing line) {
        Link open = link;
        if (open == null) {
            keep(line);
        } else if (open.unsent() >= MAXIMUM_WAITING) {
            notSent(line, MAXIMUM_WAITING + " lines wait to be sent already");
        } else if (partner != null) {
            pending(line, false);
            send(open, line);
        } else {
            waiting.add(line);
            if (!sendWaiting().contains(line)) {
                pending(line, true);
            }
        }
    }

    /** Keeps a line for the next connection, unless it would mean nothing there. */
    private void keep(Outgoing line) {
        boolean lasts = switch (line.line()) {
            case ClientLine.Direct _, ClientLine.Ask _, ClientLine.Who _, ClientLine.Help _, ClientLine.Unknown _ ->
                true;
            default -> false;
        };
        if (!lasts) {
            notSent(line, "there is no connection");
        } else if (waiting.size() >= MAXIMUM_WAITING) {
            notSent(line, MAXIMUM_WAITING + " lines wait for a connection already");
        } else {
            waiting.add(line);
            pending(line, true);
        }
    }

    /**
     * Sends what waits and need not wait any longer. In a private chat all of it waits: there it would be text to the
     * partner.
     */
    private List<Outgoing> sendWaiting() {
        Link open = link;
        if (open == null || partner != null) {
            return List.of();
        }
        List<Outgoing> due = holding ? waiting.takeFor(presence::isOnline) : waiting.takeAll();
        for (Outgoing line : due) {
            // What waited without a name may be too long with it.
            if (!refuses(line)) {
                pending(line, false);
                send(open, line);
            }
        }
        return due;
    }

    private void send(Link open, Outgoing outgoing) {
        ClientLine line = outgoing.from(user);
        if (line instanceof ClientLine.Who who) {
            presence.asking(who.prefix());
        }
        if (line instanceof ClientLine.Reject reject) {
            requests.answered(reject.name());
        }
        Long id = outgoing.id();
        if (id != null) {
            sent.add(id, line, System.nanoTime());
        }
        open.send(outgoing, line.format());
    }

    private void pending(Outgoing line, boolean waits) {
        if (line.id() != null) {
            tell.accept(new SessionEvent.Pending(line.id(), line.from(user), waits));
        }
    }

    private void notSent(Outgoing line, String reason) {
        if (line.id() != null) {
            tell.accept(new SessionEvent.NotSent(line.id(), line.from(user), reason));
        }
    }
}
