package parley.analyzer.replay.diff;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.report.MessageText;

/** What has become of a comparison, for people: a table of connections, each difference, what is slower, transport. */
public final class DiffText {
    /** Of more than that, those alike are counted. */
    private static final int LISTED_CONNECTIONS = 20;

    private static final int SHOWN_DIFFERENCES = 200;
    private static final int SHOWN_DELAYS = 20;
    private static final int LONGEST_NAME = 22;
    private static final String ALL = "--json and --html have more";

    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";

    private final Appendable out;
    private final int width;
    private final boolean colours;
    private final boolean strict;

    /**
     * Prepares.
     *
     * @param width columns that a line has
     * @param colours whether lines may be coloured by escape sequences
     * @param strict whether timing and transport count as differences
     */
    public DiffText(Appendable out, int width, boolean colours, boolean strict) {
        this.out = out;
        this.width = width;
        this.colours = colours;
        this.strict = strict;
    }

    /** Writes it. */
    public void write(CaptureDiff diff) throws IOException {
        capture("A", diff.a());
        capture("B", diff.b());
        line("");
        table(diff);
        for (ConnectionDiff connection : diff.connections()) {
            for (String note : connection.notes()) {
                paragraph("", DiffWords.who(connection) + ": " + MessageText.visible(note));
            }
        }
        differences(diff);
        slower(diff);
        transport(diff);
        for (String hint : diff.hints()) {
            line("");
            paragraph("", MessageText.visible(hint));
        }
        line("");
        line(coloured(diff.isDifferent(strict) ? RED : GREEN, DiffWords.verdict(diff, strict)));
    }

    private void capture(String name, ComparedCapture capture) throws IOException {
        paragraph(
                "     ", bold(name) + "  " + MessageText.visible(capture.name()) + ": " + DiffWords.contents(capture));
    }

    private void table(CaptureDiff diff) throws IOException {
        int names = diff.connections().stream()
                .mapToInt(connection -> name(connection).length())
                .max()
                .orElse(0);
        int streams = diff.connections().stream()
                .mapToInt(connection -> DiffWords.streams(connection).length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(names, "user".length()) + "s  %-" + Math.max(streams, "stream".length())
                + "s  %5s %5s  %5s %7s %6s  %6s  %5s";
        line(bold(row.formatted("user", "stream", "A", "B", "equal", "allowed", "differ", "slower", "TCP")));
        boolean all = diff.connections().size() <= LISTED_CONNECTIONS;
        long left = 0;
        for (ConnectionDiff connection : diff.connections()) {
            if (!all && diff.isAlike(connection)) {
                left++;
            } else if (connection.isInBoth()) {
                line(row.formatted(
                        name(connection),
                        DiffWords.streams(connection),
                        connection.expected(),
                        connection.actual(),
                        connection.count(Verdict.EQUAL),
                        connection.count(Verdict.ALLOWED),
                        connection.differences().size(),
                        connection.delays().stream().filter(diff::isSlower).count(),
                        connection.transport().size()));
            } else {
                String alone = row.substring(0, row.indexOf("  %5s"))
                        .formatted(name(connection), DiffWords.streams(connection));
                line(alone + "  " + coloured(RED, DiffWords.alone(connection)));
            }
        }
        if (left > 0) {
            line((left == diff.connections().size() ? "all " : "and ") + Words.count(left, "connection")
                    + " in which nothing differs");
        }
    }

    private static String name(ConnectionDiff connection) {
        String name = DiffWords.who(connection);
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }

    private void differences(CaptureDiff diff) throws IOException {
        int shown = 0;
        long all = diff.connections().stream()
                .mapToLong(each -> each.differences().size())
                .sum();
        for (ConnectionDiff connection : diff.connections()) {
            for (Answer answer : connection.differences()) {
                if (shown++ == SHOWN_DIFFERENCES) {
                    line("");
                    line("… and " + Words.number(all - SHOWN_DIFFERENCES) + " more; " + ALL);
                    return;
                }
                line("");
                paragraph("  ", bold(DiffWords.who(connection)) + ", " + DiffWords.heading(answer));
                said("A", RED, answer.expected(), answer.actual());
                said("B", GREEN, answer.actual(), answer.expected());
            }
        }
    }

    private void said(String name, String colour, @Nullable Piece piece, @Nullable Piece other) throws IOException {
        if (piece == null) {
            line("  " + name + "  –");
            return;
        }
        Excerpt excerpt = Excerpt.of(piece, other);
        paragraph(
                " ".repeat(18),
                "  " + name + "  %-12s ".formatted("frame " + piece.frame()) + excerpt.before()
                        + (excerpt.differing().isEmpty() ? "" : coloured(colour, excerpt.differing()))
                        + excerpt.behind());
    }

    private void slower(CaptureDiff diff) throws IOException {
        long slower = diff.slower();
        if (slower == 0) {
            return;
        }
        line("");
        paragraph(
                "  ",
                bold("Timing") + ": " + Words.count(slower, "message") + " came "
                        + diff.options().slower()
                        + " than in A, counted from what led to it; in the median a message took "
                        + Words.duration(DiffWords.median(
                                diff.delays().map(Delay::nanosA).toList())) + " in A, "
                        + Words.duration(DiffWords.median(
                                diff.delays().map(Delay::nanosB).toList())) + " in B");
        String row = "  %8s %8s %8s  %-9s  ";
        line(bold(row.formatted("later", "A", "B", "frames") + "message"));
        record Late(ConnectionDiff connection, Delay delay) {}
        List<Late> latest = diff.connections().stream()
                .flatMap(connection ->
                        connection.delays().stream().filter(diff::isSlower).map(delay -> new Late(connection, delay)))
                .sorted(Comparator.comparingLong((Late late) -> late.delay().laterNanos())
                        .reversed())
                .limit(SHOWN_DELAYS)
                .toList();
        for (Late late : latest) {
            Delay delay = late.delay();
            String begin = row.formatted(
                    DiffWords.later(delay),
                    Words.duration(delay.nanosA()),
                    Words.duration(delay.nanosB()),
                    delay.a().frame() + ", " + delay.b().frame());
            String message = "to " + DiffWords.who(late.connection()) + ": " + Excerpt.said(delay.b());
            line(begin + cut(message, width - begin.length()));
        }
        if (slower > SHOWN_DELAYS) {
            line("  … and " + Words.number(slower - SHOWN_DELAYS) + " more; " + ALL);
        }
    }

    private static String cut(String text, int columns) {
        return text.codePointCount(0, text.length()) <= columns
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
    }

    private void transport(CaptureDiff diff) throws IOException {
        if (diff.transportDifferences() == 0) {
            return;
        }
        line("");
        line(bold("Transport"));
        for (ConnectionDiff connection : diff.connections()) {
            for (TransportDifference difference : connection.transport()) {
                transport(DiffWords.who(connection) + ", ", difference);
            }
        }
        for (TransportDifference difference : diff.transport()) {
            transport("", difference);
        }
    }

    private void transport(String who, TransportDifference difference) throws IOException {
        String a = DiffWords.frames(difference.framesA(), difference.a());
        String b = DiffWords.frames(difference.framesB(), difference.b());
        String where = (a.isEmpty() ? "" : "A: " + a)
                + (a.isEmpty() || b.isEmpty() ? "" : "; ")
                + (b.isEmpty() ? "" : "B: " + b);
        paragraph(
                "    ",
                "  " + who + difference.what() + ": " + difference.a() + " → " + difference.b()
                        + (where.isEmpty() ? "" : " (" + where + ")"));
    }

    private String bold(String text) {
        return coloured(BOLD, text);
    }

    private String coloured(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }

    /** Broken between words where a line would be too long; escape sequences take no room. */
    private void paragraph(String indent, String text) throws IOException {
        StringBuilder line = new StringBuilder();
        int columns = 0;
        for (String word : text.split("(?<= )", -1)) {
            String plain = word.replaceAll("\u001b\\[[0-9]*m", "");
            int length = plain.codePointCount(0, plain.length());
            if (columns + plain.stripTrailing().length() > width && columns > indent.length()) {
                line(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent);
                columns = indent.length();
            }
            line.append(word);
            columns += length;
        }
        line(line.toString());
    }

    private void line(String text) throws IOException {
        out.append(text).append(System.lineSeparator());
    }
}
