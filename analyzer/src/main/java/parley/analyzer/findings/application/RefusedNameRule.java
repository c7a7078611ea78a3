package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;

/** Names that the server did not take. */
public final class RefusedNameRule extends ChatRule {
    /** Connections whose names wait for the server's answer. */
    private static final int CONNECTIONS = 10_000;

    /** Characters that are kept of a name. */
    private static final int LONGEST_NAME = 256;

    private record Attempt(String name, MessageEvidence evidence) {}

    private record Refusal(String name, String endpoint, String reason, MessageEvidence evidence) {}

    private final MessageFrames frames;
    private final Map<Connection, Attempt> attempts;
    private final List<Refusal> refusals = new ArrayList<>();
    private long count;

    public RefusedNameRule(MessageFrames frames) {
        this.frames = frames;
        attempts = new Recent<>(CONNECTIONS, attempt -> {
            attempt.evidence().release();
            frames.forget();
        });
    }

    @Override
    void chat(Message message) {
        if (isFromServer(message, "refused")) {
            refuse(message);
        } else if (refusals.size() < STATED && isFromClient(message, "name")) {
            MessageEvidence evidence = new MessageEvidence(frames);
            evidence.add(message);
            drop(message.connection());
            String text = message.text();
            String name = text.substring(0, Math.min(text.length(), LONGEST_NAME));
            attempts.put(message.connection(), new Attempt(name, evidence));
        }
    }

    private void refuse(Message message) {
        count++;
        Attempt attempt = attempts.remove(message.connection());
        if (refusals.size() < STATED) {
            MessageEvidence evidence = attempt == null ? new MessageEvidence(frames) : attempt.evidence();
            evidence.add(message);
            String name = attempt == null ? "" : attempt.name();
            String endpoint = message.connection().client().endpoint().toString();
            refusals.add(new Refusal(name, endpoint, Words.clip(message.text()), evidence));
        } else if (attempt != null) {
            attempt.evidence().release();
        }
    }

    private void drop(Connection connection) {
        Attempt attempt = attempts.remove(connection);
        if (attempt != null) {
            attempt.evidence().release();
        }
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        drop(connection);
    }

    @Override
    public void closed(Connection connection) {
        drop(connection);
    }

    @Override
    List<Finding> state() {
        if (refusals.isEmpty()) {
            return List.of(Proof.noneSeen(FindingKind.NAME_REFUSED, "name that the server refuses"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Refusal refusal : refusals) {
            String what = refusal.name().isEmpty() ? "A name" : "The name " + Words.quote(refusal.name());
            String statement =
                    what + " of " + refusal.endpoint() + " is refused: " + Words.quote(refusal.reason()) + ".";
            findings.add(refusal.evidence().proof().state(FindingKind.NAME_REFUSED, statement, refusal.name()));
        }
        if (count > STATED) {
            String statement = Words.number(count) + " names are refused; the first " + STATED + " are listed.";
            findings.add(Proof.rest(FindingKind.NAME_REFUSED, statement, count));
        }
        return findings;
    }
}
