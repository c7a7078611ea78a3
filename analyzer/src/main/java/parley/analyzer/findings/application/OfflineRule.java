package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;

/** Messages and requests to users who were not there. */
public final class OfflineRule extends ChatRule {
    private record Notice(String user, String text, MessageEvidence evidence) {}

    private final MessageFrames frames;
    private final List<Notice> notices = new ArrayList<>();
    private long count;

    public OfflineRule(MessageFrames frames) {
        this.frames = frames;
    }

    @Override
    void chat(Message message) {
        if (!isFromServer(message, "error") || ChatLines.offline(message.text()).isEmpty()) {
            return;
        }
        count++;
        if (notices.size() < STATED) {
            MessageEvidence evidence = new MessageEvidence(frames);
            evidence.add(message);
            String user = message.recipients().isEmpty()
                    ? message.connection().client().endpoint().toString()
                    : message.recipients().getFirst();
            notices.add(new Notice(user, message.text(), evidence));
        }
    }

    @Override
    List<Finding> state() {
        if (notices.isEmpty()) {
            return List.of(Proof.absent(
                    FindingKind.MESSAGE_TO_OFFLINE, "The capture shows no message to a user who is not online."));
        }
        List<Finding> findings = new ArrayList<>();
        for (Notice notice : notices) {
            String statement = "A line of " + Words.clip(notice.user())
                    + " names users who are not online: the server answers it with " + Words.quote(notice.text())
                    + ".";
            findings.add(notice.evidence().proof().state(FindingKind.MESSAGE_TO_OFFLINE, statement, notice.user()));
        }
        if (count > STATED) {
            String statement =
                    Words.number(count) + " lines name users not online; the first " + STATED + " are listed.";
            findings.add(Proof.NONE.state(FindingKind.MESSAGES_TO_OFFLINE, statement, count));
        }
        return findings;
    }
}
