package parley.analyzer.replay.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Direction;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.report.MessageText;
import parley.analyzer.report.Seconds;

/** What text and page say in the same words. Nothing of it can do harm on a terminal. */
final class DiffWords {
    private DiffWords() {}

    /** {@code missing in B}. */
    static String verdict(Verdict verdict) {
        return switch (verdict) {
            case MISSING -> "missing in B";
            case UNEXPECTED -> "only in B";
            case OUT_OF_ORDER -> "out of order in B";
            default -> verdict.toString();
        };
    }

    /** {@code server, different: text}. */
    static String heading(Answer answer) {
        Piece piece = answer.expected() == null ? answer.actual() : answer.expected();
        Direction direction = piece == null ? Direction.SERVER : piece.direction();
        return direction + ", " + verdict(answer.verdict())
                + (answer.why().isEmpty() ? "" : ": " + MessageText.visible(answer.why()));
    }

    /** {@code 4 connections, 98 messages, 0.464 s}. */
    static String contents(ComparedCapture capture) {
        AnalysisSummary summary = capture.summary();
        long messages = capture.recording().tracks().stream()
                .flatMap(track -> track.pieces().stream())
                .filter(piece -> piece.message() != null)
                .count();
        return Words.count(capture.transports().size(), "connection") + ", " + Words.count(messages, "message") + ", "
                + Words.count(summary.packets(), "packet") + " in "
                + Seconds.format(summary.lastNanos() - summary.firstNanos(), 3) + " s";
    }

    /** {@code Ofir}, {@code Ofir → Dana}. */
    static String who(ConnectionDiff connection) {
        return MessageText.visible(connection.who());
    }

    /** {@code 0 → 3}, {@code 2 → –}. */
    static String streams(ConnectionDiff connection) {
        return stream(connection.a()) + " → " + stream(connection.b());
    }

    private static String stream(@Nullable Track track) {
        return track == null ? "–" : Long.toString(track.stream());
    }

    /** {@code only in A, with 16 messages}. */
    static String alone(ConnectionDiff connection) {
        Track there = connection.a() == null ? connection.b() : connection.a();
        int pieces = there == null ? 0 : there.pieces().size();
        boolean decoded = there != null && there.protocol() != null;
        return "only in " + (connection.a() == null ? "B" : "A") + ", with "
                + Words.count(pieces, decoded ? "message" : "piece");
    }

    /** {@code +412 ms}. */
    static String later(Delay delay) {
        return "+" + Words.duration(delay.laterNanos());
    }

    /** {@code frames 3, 8 and more}. */
    static String frames(List<Long> frames, String count) {
        if (frames.isEmpty()) {
            return "";
        }
        String listed = String.join(", ", frames.stream().map(Object::toString).toList());
        boolean more = count.matches("[0-9,]+") && !Words.number(frames.size()).equals(count);
        return (frames.size() == 1 ? "frame " : "frames ") + listed + (more ? ", …" : "");
    }

    /** The result in a line. */
    static String verdict(CaptureDiff diff, boolean strict) {
        long slower = diff.slower();
        long transport = diff.transportDifferences();
        String messages =
                diff.differences() == 0 ? "no message differs" : Words.count(diff.differences(), "difference");
        if (slower == 0 && transport == 0) {
            return messages;
        }
        return messages + "; " + Words.number(slower) + " slower, " + Words.number(transport) + " of transport"
                + (strict ? "" : " (no difference without --strict)");
    }

    /** The middle one of how long messages took; -1 where there is none. */
    static long median(List<Long> nanos) {
        return nanos.isEmpty() ? -1 : nanos.stream().sorted().toList().get(nanos.size() / 2);
    }
}
