package parley.analyzer.findings.application;

import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;

/** How users choose whom a message is for: one, or several at once. */
public final class RecipientRule extends ChatRule {
    private final MessageEvidence toSeveral;
    private long messages;

    public RecipientRule(MessageFrames frames) {
        toSeveral = new MessageEvidence(frames);
    }

    @Override
    void chat(Message message) {
        if (isFromClient(message, "direct")) {
            messages++;
            if (message.recipients().size() > 1) {
                toSeveral.add(message);
            }
        }
    }

    @Override
    List<Finding> state() {
        if (messages == 0) {
            return List.of(Proof.noneSeen(FindingKind.RECIPIENTS, "message to chosen recipients"));
        }
        if (toSeveral.count() == 0) {
            String statement = messages == 1
                    ? "The one message to a chosen recipient is addressed to nobody else."
                    : "Each of the " + Words.number(messages) + " messages is addressed to one chosen recipient alone.";
            return List.of(Proof.absent(FindingKind.RECIPIENTS, statement));
        }
        String verb = toSeveral.count() == 1 ? " is" : " are";
        String statement = Words.number(toSeveral.count()) + " of " + Words.count(messages, "message")
                + " to chosen recipients (" + Words.percent(toSeveral.count(), messages) + " %)" + verb
                + " addressed to several at once" + toSeveral.limitation() + ".";
        String value = Words.percent(toSeveral.count(), messages);
        return List.of(toSeveral.proof().state(FindingKind.RECIPIENTS, statement, value));
    }
}
