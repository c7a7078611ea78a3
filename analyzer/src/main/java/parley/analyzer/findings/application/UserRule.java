package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/** Who the users are: the name that a client sends, and the address and port that it sends from. */
public final class UserRule extends ChatRule {
    /** Connections whose names wait for the server's answer. */
    private static final int CONNECTIONS = 10_000;

    private record User(String name, Endpoint endpoint, MessageEvidence evidence) {}

    private final MessageFrames frames;
    private final Map<Connection, MessageEvidence> latestNames;
    private final List<User> users = new ArrayList<>();
    private long count;

    public UserRule(MessageFrames frames) {
        this.frames = frames;
        latestNames = new Recent<>(CONNECTIONS, evidence -> {
            evidence.release();
            frames.forget();
        });
    }

    @Override
    void chat(Message message) {
        if (users.size() < STATED && isFromClient(message, "name")) {
            MessageEvidence evidence = new MessageEvidence(frames);
            evidence.add(message);
            MessageEvidence earlier = latestNames.put(message.connection(), evidence);
            if (earlier != null) {
                earlier.release();
            }
        }
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        if (user.isEmpty()) {
            return;
        }
        count++;
        MessageEvidence evidence = latestNames.remove(connection);
        if (users.size() < STATED) {
            Endpoint endpoint = connection.client().endpoint();
            users.add(new User(user, endpoint, evidence == null ? new MessageEvidence(frames) : evidence));
        } else if (evidence != null) {
            evidence.release();
        }
    }

    @Override
    public void closed(Connection connection) {
        MessageEvidence evidence = latestNames.remove(connection);
        if (evidence != null) {
            evidence.release();
        }
    }

    @Override
    List<Finding> state() {
        List<Finding> findings = new ArrayList<>();
        for (User user : users) {
            String statement = Words.clip(user.name()) + " is the user at " + user.endpoint() + ".";
            findings.add(user.evidence()
                    .proof()
                    .state(
                            FindingKind.USER_IDENTITY,
                            new Subject.OfUser(user.name(), user.endpoint()),
                            statement,
                            user.name() + " " + user.endpoint()));
        }
        if (users.isEmpty()) {
            findings.add(Proof.noneSeen(FindingKind.USERS, "user taking a name"));
        } else {
            String listed = count > STATED ? "; the first " + STATED + " are listed" : "";
            String statement = count == 1 ? "1 user takes part" : Words.number(count) + " users take part";
            findings.add(Proof.NONE.state(FindingKind.USERS, statement + listed + ".", count));
        }
        return findings;
    }
}
