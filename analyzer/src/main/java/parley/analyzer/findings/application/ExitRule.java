package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;

/** Who left the chat by saying so. */
public final class ExitRule extends ChatRule {
    private final MessageEvidence exits;
    private final List<String> users = new ArrayList<>();

    public ExitRule(MessageFrames frames) {
        exits = new MessageEvidence(frames);
    }

    @Override
    void chat(Message message) {
        if (!isFromClient(message, "exit")) {
            return;
        }
        exits.add(message);
        if (users.size() <= MessageEvidence.MAXIMUM) {
            users.add(message.sender().isEmpty() ? "somebody without a name" : Words.clip(message.sender()));
        }
    }

    @Override
    List<Finding> state() {
        if (exits.count() == 0) {
            return List.of(Proof.absent(FindingKind.EXITS, "The capture shows nobody leaving with exit."));
        }
        String who =
                exits.count() > MessageEvidence.MAXIMUM ? Words.number(exits.count()) + " users" : Words.list(users);
        String verb = exits.count() == 1 ? " leaves" : " leave";
        String statement = who + verb + " the chat with exit" + exits.limitation() + ".";
        return List.of(exits.proof().state(FindingKind.EXITS, statement, exits.count()));
    }
}
