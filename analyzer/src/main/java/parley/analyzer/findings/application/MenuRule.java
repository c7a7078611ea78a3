package parley.analyzer.findings.application;

import static parley.analyzer.findings.Finding.Layer.APPLICATION;

import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;

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
            return List.of(absent("menu", "The capture shows no menu of commands."));
        }
        String times = menus.count() == 1 ? "once" : Words.count(menus.count(), "time");
        String statement = "The server sends its menu of commands " + times + menus.limitation() + ".";
        return List.of(menus.proof().info(APPLICATION, "menu", statement, menus.count()));
    }
}
