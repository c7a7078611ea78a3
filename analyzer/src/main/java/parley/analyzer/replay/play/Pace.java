package parley.analyzer.replay.play;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.RecordedConversation;

/**
 * How long answers took, in the capture and in the replay: from what led to them, or from what was sent last before them
 * where that is not known.
 */
final class Pace {
    private static final long NOT_SENT = Long.MIN_VALUE;

    private final int[] causes;
    private final long[] captured;
    private final long[] sent;
    private int lastSent = -1;

    Pace(RecordedConversation recording) {
        int pieces = recording.tracks().stream()
                .mapToInt(track -> track.pieces().size())
                .sum();
        causes = new int[pieces];
        captured = new long[pieces];
        sent = new long[pieces];
        Arrays.fill(sent, NOT_SENT);
        recording.tracks().stream()
                .flatMap(track -> track.pieces().stream())
                .forEach(piece -> captured[piece.id()] = piece.timestampNanos());
    }

    /** The played side sends that. */
    void sent(Piece piece, long nanoTime) {
        sent[piece.id()] = nanoTime;
        lastSent = piece.id();
    }

    /** In the capture, that is what came next. */
    void expects(Piece piece) {
        causes[piece.id()] = piece.cause() >= 0 ? piece.cause() : lastSent;
    }

    /** The same with answers that came too late told as differences. */
    PlayedTrack judged(PlayedTrack track, @Nullable Duration maxDelay) {
        if (maxDelay == null) {
            return track;
        }
        List<Answer> answers =
                track.answers().stream().map(answer -> judged(answer, maxDelay)).toList();
        return new PlayedTrack(track.track(), track.connected(), track.sent(), answers);
    }

    private Answer judged(Answer answer, Duration maxDelay) {
        Piece expected = answer.expected();
        Piece actual = answer.actual();
        if (expected == null || actual == null || !answer.verdict().isFine()) {
            return answer;
        }
        int cause = causes[expected.id()];
        if (cause < 0 || sent[cause] == NOT_SENT) {
            return answer;
        }
        Duration then = Duration.ofNanos(expected.timestampNanos() - captured[cause]);
        Duration now = Duration.ofNanos(actual.timestampNanos() - sent[cause]);
        return now.minus(then).compareTo(maxDelay) <= 0
                ? answer
                : answer.but(
                        Verdict.LATE, "after " + now.toMillis() + " ms, captured after " + then.toMillis() + " ms");
    }
}
