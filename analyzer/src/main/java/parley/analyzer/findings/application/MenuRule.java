package parley.analyzer.findings.application;

import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;

/** Whether a user was shown what can be done. */
public final class MenuRule extends ChatRule {
    private final MessageEvidence menus;

    public MenuRule(MessageFrames frames) {
        menus = new MessageEvidence(frames);
    }

    @Override
    void chat(Message message) {
        if (isFromServer(message, "menu")) {
            menus.add(message);
        }
    }

    @Override
    List<Finding> state() {
        if (menus.count() == 0) {
            return List.of(Proof.noneSeen(FindingKind.MENU, "menu of commands"));
        }
        String times = menus.count() == 1 ? "once" : Words.count(menus.count(), "time");
        String statement = "The server sends its menu of commands " + times + menus.limitation() + ".";
        return List.of(menus.proof().state(FindingKind.MENU, statement, menus.count()));
    }
}
