package parley.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import parley.analyzer.replay.play.ReplayResult;
import parley.analyzer.replay.play.ReplayTable;

/**
 * What has become of a replay.
 *
 * @param recording which was played
 * @param server against which
 * @param result each answer and what became of it
 * @param notes what was waited for in vain, for people
 */
public record Outcome(String recording, String server, ReplayResult result, List<String> notes) {
    public Outcome {
        notes = List.copyOf(notes);
    }

    /** How many answers differ from the captured ones. */
    public long differences() {
        return result.differences();
    }

    /**
     * Fails where an answer differs, or where there was none to compare.
     *
     * @throws AssertionError with each difference: what was captured, in which frame, and what came
     */
    public void requireNoDifference() {
        if (!result.isComparable() || differences() > 0) {
            throw new AssertionError(this);
        }
    }

    /** For people: a table of the connections, and each difference below it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(recording).append(" against ").append(server).append(System.lineSeparator());
        notes.forEach(note -> text.append(note).append(System.lineSeparator()));
        try {
            new ReplayTable(text, false).write(result);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return text.toString();
    }
}
