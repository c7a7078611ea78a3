package parley.analyzer.replay.comparison;

import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.recording.Piece;

/**
 * What was expected and what came.
 *
 * @param expected of the recording; null where nothing was
 * @param actual of the replay; null where nothing came
 * @param why what differs, or which rule lets it; empty where all is equal
 */
public record Answer(
        Verdict verdict, @Nullable Piece expected, @Nullable Piece actual, String why) {
    public Answer but(Verdict other, String reason) {
        return new Answer(other, expected, actual, reason);
    }
}
