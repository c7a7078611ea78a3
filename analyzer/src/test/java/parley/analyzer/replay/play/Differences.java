package parley.analyzer.replay.play;

import java.util.List;
import parley.analyzer.replay.comparison.Answer;

/** The differences of a replay, a line each. */
final class Differences {
    private Differences() {}

    static List<String> of(ReplayResult result) {
        return result.tracks().stream()
                .flatMap(played -> played.differences().stream())
                .map(Differences::words)
                .toList();
    }

    private static String words(Answer answer) {
        return answer.verdict()
                + (answer.why().isEmpty() ? "" : " " + answer.why())
                + (answer.expected() == null ? "" : " of " + ReplayTable.said(answer.expected()))
                + (answer.actual() == null ? "" : " as " + ReplayTable.said(answer.actual()));
    }
}
