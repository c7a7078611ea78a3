package parley.analyzer.app.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parley.analyzer.app.Conversation;
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
    private final Conversation conversation;
    private final SequencedSet<Deliveries.Waiting> sent = new LinkedHashSet<>();

    SentLines(Deliveries deliveries, Conversation conversation) {
        this.conversation = conversation;
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
        Deliveries.Words words = new Deliveries.Words(line);
        boolean forgets = false;
        for (String recipient : keys(recipients)) {
            forgets |= deliveries.expect(recipient, words, number, sent);
            if (sent.size() > MAXIMUM) {
                sent.removeFirst();
            }
        }
        if (forgets) {
            conversation.limitReached();
        }
    }

    private static Set<String> keys(List<String> recipients) {
        return recipients.stream().map(Names::key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The server has refused something: what was meant for the users it names will not be delivered. */
    void refused(ServerLine.Error error, Standing sender) {
        String reason = error.reason();
        if (error.isTooMuchWaits()) {
            // What was sent before waits in the server for the recipient to take it.
            forgetFirst(sent.reversed(), error.notReached());
        } else if (!error.notReached().isEmpty()) {
            forgetFirst(sent, error.notReached());
        } else if (reason.endsWith(BUSY)) {
            forgetFirst(sent, List.of(reason.substring(0, reason.length() - BUSY.length())));
        } else if (error.equals(ServerLine.Error.UNKNOWN_COMMAND)
                || error.equals(ServerLine.Error.TOO_MANY_ASKED)
                || error.equals(ServerLine.Error.TOO_MANY_REQUESTS)) {
            // The first server answers a request with the first of them, if it knows nobody of that name.
            ServerLine request = new ServerLine.Request(sender.user());
            forgetFirst(waiting -> waiting.is(request));
        }
    }

    /** A private chat begins: a request to the partner was taken for an answer to the partner's own. */
    void agreed(String partner, Standing sender) {
        ServerLine request = new ServerLine.Request(sender.user());
        String key = Names.key(partner);
        forgetFirst(waiting -> waiting.recipient().equals(key) && waiting.is(request));
    }

    private void forgetFirst(Predicate<Deliveries.Waiting> which) {
        sent.stream().filter(which).findFirst().ifPresent(deliveries::forget);
    }

    /** For each of the users one, the first in that order. */
    private void forgetFirst(SequencedSet<Deliveries.Waiting> inTurn, List<String> users) {
        if (inTurn.isEmpty()) {
            return;
        }
        Set<String> left = keys(users);
        List.copyOf(inTurn).stream()
                .filter(waiting -> left.remove(waiting.recipient()))
                .forEach(deliveries::forget);
    }
}
