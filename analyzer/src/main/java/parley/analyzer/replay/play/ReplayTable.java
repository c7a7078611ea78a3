package parley.analyzer.replay.play;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.report.MessageText;
import parley.analyzer.report.Seconds;

/** What has become of a replay, as a table for people, with each difference below it. */
public final class ReplayTable {
    private static final int SHOWN_OCTETS = 48;
    private static final int SHOWN_TEXT = 160;

    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";

    private final Appendable out;
    private final boolean colours;

    /** @param colours whether lines may be coloured by escape sequences */
    public ReplayTable(Appendable out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Writes it. */
    public void write(ReplayResult result) throws IOException {
        if (result.isPlayed()) {
            writeConnections(result);
            line("");
        }
        line(colours ? (result.differences() == 0 ? GREEN : RED) + verdict(result) + RESET : verdict(result));
    }

    private void writeConnections(ReplayResult result) throws IOException {
        int width = result.tracks().stream()
                .mapToInt(played -> who(played).length())
                .max()
                .orElse(0);
        String columns = "%6s  %-" + Math.max(width, "client".length()) + "s  %6s  %8s  %6s  %7s  %9s%n";
        out.append(columns.formatted("stream", "client", "sent", "expected", "equal", "allowed", "different"));
        for (PlayedTrack played : result.tracks()) {
            out.append(columns.formatted(
                    played.track().stream(),
                    who(played),
                    played.sent(),
                    played.expected(),
                    played.count(Verdict.EQUAL),
                    played.count(Verdict.ALLOWED),
                    played.differences().size()));
        }
        for (PlayedTrack played : result.tracks()) {
            for (String note : played.track().notes()) {
                line("stream " + played.track().stream() + ": " + note);
            }
        }
        for (PlayedTrack played : result.tracks()) {
            for (Answer answer : played.differences()) {
                write(played, answer);
            }
        }
        if (result.strangers() > 0) {
            line("");
            line(Words.count(result.strangers(), "connection") + " more than were captured");
        }
    }

    /** In a line, for instance {@code no difference: 47 messages came as captured, in 2.8 s}. */
    public static String verdict(ReplayResult result) {
        String took = ", in " + Seconds.format(result.took().toNanos(), 1) + " s";
        if (!result.isPlayed()) {
            return "nothing to compare: nobody connected";
        }
        if (!result.isComparable()) {
            return "nothing to compare: the "
                    + (result.partly()
                            ? "replay was ended too soon"
                            : "capture has no answer of a " + result.side().other());
        }
        String ended = result.partly() ? "ended before its end; until then " : "";
        if (result.differences() > 0) {
            return ended + Words.count(result.differences(), "difference") + took;
        }
        long allowed = result.count(Verdict.ALLOWED);
        return ended + "no difference: "
                + Words.count(result.count(Verdict.EQUAL), result.side() == Direction.CLIENT ? "answer" : "message")
                + " came as captured" + (allowed == 0 ? "" : ", " + Words.number(allowed) + " as may be") + took;
    }

    private static String who(PlayedTrack played) {
        String user = played.track().user();
        return MessageText.visible(user.isEmpty() ? played.track().client().toString() : user);
    }

    /** A connection, for people: its number and who its client is. */
    static String name(Track track) {
        return "stream " + track.stream()
                + (track.user().isEmpty() ? "" : " (" + MessageText.visible(track.user()) + ")");
    }

    private void write(PlayedTrack played, Answer answer) throws IOException {
        line("");
        line(name(played.track()) + ": " + answer.verdict() + (answer.why().isEmpty() ? "" : ": " + answer.why()));
        Piece expected = answer.expected();
        Piece actual = answer.actual();
        if (expected != null) {
            line("  captured  " + said(expected) + "  (frame " + expected.frame() + ")");
        }
        if (actual != null) {
            line("  came      " + said(actual) + "  (octets " + actual.start() + " to " + (actual.end() - 1)
                    + " of the " + actual.direction() + "'s)");
            line("            " + hex(actual.octets()));
        }
    }

    private void line(String text) throws IOException {
        out.append(text).append(System.lineSeparator());
    }

    /** What a piece says, in a line that is safe on a terminal. */
    static String said(Piece piece) {
        DecodedMessage message = piece.message();
        String text = message == null
                ? new String(piece.octets(), StandardCharsets.UTF_8)
                        .replace("\r", "␍")
                        .replace("\n", "␊")
                : said(message);
        String safe = MessageText.visible(text);
        return safe.codePointCount(0, safe.length()) <= SHOWN_TEXT
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, SHOWN_TEXT)) + "…";
    }

    private static String said(DecodedMessage message) {
        boolean ofUser = !message.sender().equals(DecodedMessage.SERVER);
        return message.kind() + "  "
                + (ofUser ? message.sender() + " → " + String.join(", ", message.recipients()) + ": " : "")
                + message.text();
    }

    /** The first octets, as numbers. */
    static String hex(byte[] octets) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < Math.min(SHOWN_OCTETS, octets.length); i++) {
            numbers.add(HexFormat.of().toHexDigits(octets[i]));
        }
        return String.join(" ", numbers) + (octets.length > SHOWN_OCTETS ? " …" : "");
    }
}
