package parley.analyzer.replay.play;

import java.io.IOException;
import java.util.Locale;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.report.MessageText;

/** What has become of a replay, as the XML that JUnit's reports are and build servers read: a test is a connection. */
public final class ReplayJUnit {
    private ReplayJUnit() {}

    /**
     * Writes it.
     *
     * @param name of the recording
     */
    public static void write(String name, ReplayResult result, Appendable out) throws IOException {
        int besides = result.strangers() > 0 ? 1 : 0;
        long failed = result.tracks().stream()
                .filter(played -> !played.differences().isEmpty())
                .count();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append(
                "<testsuite name=\"replay of %s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"%s\">\n"
                        .formatted(
                                escaped(name),
                                result.tracks().size() + besides,
                                failed + besides,
                                String.format(Locale.ROOT, "%.3f", result.took().toNanos() / 1e9)));
        for (PlayedTrack played : result.tracks()) {
            out.append("  <testcase classname=\"replay\" name=\"%s\""
                    .formatted(escaped(ReplayTable.name(played.track()))));
            if (played.differences().isEmpty()) {
                out.append("/>\n");
            } else {
                out.append(">\n    <failure message=\"%s\">"
                        .formatted(escaped(line(played.differences().getFirst()))));
                for (Answer answer : played.differences()) {
                    out.append(escaped(line(answer))).append('\n');
                }
                out.append("</failure>\n  </testcase>\n");
            }
        }
        if (besides > 0) {
            out.append("  <testcase classname=\"replay\" name=\"other connections\">\n    <failure message=\"%s\"/>\n"
                    .formatted(result.strangers() + " more than were captured"));
            out.append("  </testcase>\n");
        }
        out.append("</testsuite>\n");
    }

    /** A difference in a line. */
    private static String line(Answer answer) {
        StringBuilder line = new StringBuilder(answer.verdict().toString());
        if (!answer.why().isEmpty()) {
            line.append(": ").append(answer.why());
        }
        Piece expected = answer.expected();
        if (expected != null) {
            line.append("; captured in frame ")
                    .append(expected.frame())
                    .append(": ")
                    .append(ReplayTable.said(expected));
        }
        Piece actual = answer.actual();
        if (actual != null) {
            line.append("; came: ")
                    .append(ReplayTable.said(actual))
                    .append(" [")
                    .append(ReplayTable.hex(actual.octets()))
                    .append(']');
        }
        return line.toString();
    }

    /** Text as XML 1.0 can hold it. */
    private static String escaped(String text) {
        return MessageText.visible(text)
                .replaceAll("[\\x{fffe}\\x{ffff}]", "\ufffd")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
