package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * What one client has sent that others should receive, until they do or the server says that they will not. The last
 * {@value #MAXIMUM} are remembered.
 */
final class SentLines {
    private static final int MAXIMUM = 64;
    private static final String BUSY = ServerLine.Error.busy("").reason();

    private final Deliveries deliveries;
    private final Deque<Deliveries.Waiting> sent = new ArrayDeque<>();

    SentLines(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** The client has sent a line, message {@code number}, to those recipients. */
    void sent(ClientLine line, Standing sender, List<String> recipients, long number) {
        String user = sender.user();
        switch (line) {
            case ClientLine.Direct direct -> {
                if (sender.maySpeakAs(direct.sender())) {
                    expect(recipients, delivered(direct), number);
                }
            }
            case ClientLine.Ask ignored -> expect(recipients, new ServerLine.Request(user), number);
            case ClientLine.Accept ignored -> expect(recipients, new ServerLine.Private(user), number);
            case ClientLine.Reject ignored -> expect(recipients, new ServerLine.Rejected(user), number);
            case ClientLine.Text text -> expect(recipients, new ServerLine.Text(user, text.text()), number);
            case ClientLine.Leave ignored -> expect(recipients, new ServerLine.Ended(user), number);
            case ClientLine.Exit ignored -> expect(sender.partners(), new ServerLine.Ended(user), number);
            default -> {
                // The server answers the others itself.
            }
        }
    }

    private static ServerLine delivered(ClientLine.Direct direct) {
        return new ServerLine.Direct(direct.sender(), direct.recipients(), direct.text());
    }

    /** A recipient who is named twice, in whatever spelling, gets a line once. */
    private void expect(List<String> recipients, ServerLine line, long number) {
        while (!sent.isEmpty() && !deliveries.isWaiting(sent.getFirst())) {
            sent.removeFirst();
        }
        Deliveries.Words words = new Deliveries.Words(line);
        for (String recipient : distinct(recipients)) {
            sent.add(deliveries.expect(recipient, words, number));
            if (sent.size() > MAXIMUM) {
                makeRoom();
            }
        }
    }

    /** Most lines are delivered in the order in which they were sent; whatever else was makes room here. */
    private void makeRoom() {
        sent.removeIf(waiting -> !deliveries.isWaiting(waiting));
        if (sent.size() > MAXIMUM) {
            sent.removeFirst();
        }
    }

    private static Collection<String> distinct(List<String> recipients) {
        return recipients.size() == 1
                ? recipients
                : recipients.stream().map(Names::key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The server has refused something: what was meant for the users it names will not be delivered. */
    void refused(ServerLine.Error error, Standing sender) {
        String reason = error.reason();
        if (error.isTooMuchWaits()) {
            // What was sent before waits in the server for the recipient to take it.
            error.notReached().forEach(name -> forget(sent.descendingIterator(), waiting -> waiting.isFor(name)));
        } else if (!error.notReached().isEmpty()) {
            error.notReached().forEach(name -> forgetOldest(waiting -> waiting.isFor(name)));
        } else if (reason.endsWith(BUSY)) {
            String name = reason.substring(0, reason.length() - BUSY.length());
            forgetOldest(waiting -> waiting.isFor(name));
        } else if (error.equals(ServerLine.Error.UNKNOWN_COMMAND)
                || error.equals(ServerLine.Error.TOO_MANY_ASKED)
                || error.equals(ServerLine.Error.TOO_MANY_REQUESTS)) {
            // The first server answers a request with the first of them, if it knows nobody of that name.
            forgetOldest(waiting -> waiting.is(new ServerLine.Request(sender.user())));
        }
    }

    /** A private chat begins: a request to the partner was taken for an answer to the partner's own. */
    void agreed(String partner, Standing sender) {
        ServerLine request = new ServerLine.Request(sender.user());
        forgetOldest(waiting -> waiting.isFor(partner) && waiting.is(request));
    }

    private void forgetOldest(Predicate<Deliveries.Waiting> which) {
        forget(sent.iterator(), which);
    }

    private void forget(Iterator<Deliveries.Waiting> inTurn, Predicate<Deliveries.Waiting> which) {
        while (inTurn.hasNext()) {
            Deliveries.Waiting waiting = inTurn.next();
            if (!deliveries.isWaiting(waiting)) {
                inTurn.remove();
            } else if (which.test(waiting)) {
                deliveries.forget(waiting);
                return;
            }
        }
    }
}
