package parley.analyzer.findings.application;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.protocol.ServerLine;

/** Who is online, as the server tells its clients. */
public final class OnlineRule extends ChatRule {
    private static final int TOLD = 32;

    private final MessageEvidence lists;
    private String longest = "";
    private final Set<String> toldTo = new LinkedHashSet<>();

    public OnlineRule(MessageFrames frames) {
        lists = new MessageEvidence(frames);
    }

    @Override
    void chat(Message message) {
        if (!isFromServer(message, "online")) {
            return;
        }
        lists.add(message);
        if (message.text().length() > longest.length()) {
            longest = message.text();
            toldTo.clear();
        }
        if (message.text().equals(longest) && toldTo.size() < TOLD) {
            message.recipients().stream().findFirst().map(Words::clip).ifPresent(toldTo::add);
        }
    }

    @Override
    List<Finding> state() {
        if (lists.count() == 0) {
            return List.of(Proof.noneSeen(FindingKind.ONLINE, "list of who is online"));
        }
        List<String> names =
                names(ChatLines.parse(longest)).stream().map(Words::clip).toList();
        String times = lists.count() == 1 ? "once" : Words.count(lists.count(), "time");
        List<String> who = List.copyOf(toldTo);
        String told = who.isEmpty() ? "" : ", told to " + (who.size() == TOLD ? "many" : Words.list(who)) + ",";
        String statement = "The server tells " + times + " who is online" + lists.limitation()
                + (lists.count() == 1 ? "; the list" : "; the longest list") + told + " has "
                + (names.isEmpty() ? "no name" : Words.count(names.size(), "name") + ": " + Words.list(names)) + ".";
        return List.of(lists.proof().state(FindingKind.ONLINE, statement, names.size()));
    }

    private static List<String> names(ServerLine line) {
        return switch (line) {
            case ServerLine.Online list -> list.names();
            case ServerLine.OnlineMore list -> list.names();
            default -> List.of();
        };
    }
}
