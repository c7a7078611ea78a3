package parley.analyzer.findings.application;

import static parley.analyzer.findings.Finding.Layer.APPLICATION;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
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
            return List.of(absent("message-to-offline", "The capture shows no message to a user who is not online."));
        }
        List<Finding> findings = new ArrayList<>();
        for (Notice notice : notices) {
            String statement = "A line of " + Words.clip(notice.user())
                    + " names users who are not online: the server answers it with " + Words.quote(notice.text())
                    + ".";
            findings.add(notice.evidence().proof().note(APPLICATION, "message-to-offline", statement, notice.user()));
        }
        if (count > STATED) {
            String statement =
                    Words.number(count) + " lines name users not online; the first " + STATED + " are listed.";
            findings.add(Proof.NONE.note(APPLICATION, "messages-to-offline", statement, count));
        }
        return findings;
    }
}
