package parley.analyzer.replay.diff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.report.MessageText;

/**
 * What has become of a comparison, as one page that needs no other file and no network. It has no scripts, and its
 * policy lets none run: all that comes from the wire is text.
 */
public final class DiffHtml {
    private static final int SHOWN_DIFFERENCES = 2_000;
    private static final int SHOWN_DELAYS = 500;
    private static final int BAR = 120;

    private final CaptureDiff diff;
    private final boolean strict;
    private final Appendable out;

    private DiffHtml(CaptureDiff diff, boolean strict, Appendable out) {
        this.diff = diff;
        this.strict = strict;
        this.out = out;
    }

    /**
     * Writes the page.
     *
     * @param strict whether timing and transport count as differences
     */
    public static void write(CaptureDiff diff, boolean strict, Appendable out) throws IOException {
        new DiffHtml(diff, strict, out).write();
    }

    private void write() throws IOException {
        String style = style();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '")
                .append(hash(style))
                .append("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(text(diff.a().name() + " and " + diff.b().name() + ": "
                        + (diff.isDifferent(strict) ? "different" : "no difference")))
                .append("</title>\n<style>")
                .append(style)
                .append("</style>\n</head>\n<body>\n<main>\n");
        head();
        table();
        differences();
        slower();
        transport();
        out.append("</main>\n</body>\n</html>\n");
    }

    private static String style() throws IOException {
        try (InputStream css = DiffHtml.class.getResourceAsStream("diff.css")) {
            return new String(Objects.requireNonNull(css, "no diff.css").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private void head() throws IOException {
        out.append("<h1>Two captures compared</h1>\n<p class=\"verdict ")
                .append(diff.isDifferent(strict) ? "bad" : "good")
                .append("\">")
                .append(text(DiffWords.verdict(diff, strict)))
                .append("</p>\n<dl>\n");
        capture("A", diff.a());
        capture("B", diff.b());
        out.append("</dl>\n");
        for (String hint : diff.hints()) {
            out.append("<p class=\"hint\">").append(text(hint)).append("</p>\n");
        }
    }

    private void capture(String name, ComparedCapture capture) throws IOException {
        out.append("<dt>")
                .append(name)
                .append("</dt><dd><strong>")
                .append(text(capture.name()))
                .append("</strong><br>")
                .append(text(DiffWords.contents(capture)))
                .append("</dd>\n");
    }

    private void table() throws IOException {
        begin(
                "Connections",
                List.of("user", "stream"),
                List.of("A", "B", "equal", "allowed", "differ", "slower", "TCP"));
        for (ConnectionDiff connection : diff.connections()) {
            out.append("<tr><th scope=\"row\">")
                    .append(text(DiffWords.who(connection)))
                    .append("</th>");
            cell("", DiffWords.streams(connection));
            if (connection.isInBoth()) {
                long differ = connection.differences().size();
                number(connection.expected(), false);
                number(connection.actual(), false);
                number(connection.count(Verdict.EQUAL), false);
                number(connection.count(Verdict.ALLOWED), false);
                number(differ, differ > 0);
                number(connection.delays().stream().filter(diff::isSlower).count(), false);
                number(connection.transport().size(), false);
            } else {
                out.append("<td colspan=\"7\" class=\"bad\">")
                        .append(text(DiffWords.alone(connection)))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        end();
        for (ConnectionDiff connection : diff.connections()) {
            for (String note : connection.notes()) {
                out.append("<p class=\"hint\">")
                        .append(text(DiffWords.who(connection) + ": " + note))
                        .append("</p>\n");
            }
        }
    }

    private void differences() throws IOException {
        int shown = 0;
        for (ConnectionDiff connection : diff.connections()) {
            for (Answer answer : connection.differences()) {
                if (shown == SHOWN_DIFFERENCES) {
                    out.append("<p class=\"hint\">The first ")
                            .append(Words.number(shown))
                            .append(" are shown; --json has all.</p>\n");
                    return;
                }
                if (shown++ == 0) {
                    out.append("<h2>Messages</h2>\n");
                }
                out.append("<article><h3>")
                        .append(text(DiffWords.who(connection)))
                        .append(" <span>")
                        .append(text(DiffWords.heading(answer)))
                        .append("</span></h3>\n");
                said("A", answer.expected(), answer.actual());
                said("B", answer.actual(), answer.expected());
                out.append("</article>\n");
            }
        }
    }

    private void said(String name, @Nullable Piece piece, @Nullable Piece other) throws IOException {
        out.append("<div class=\"said ")
                .append(name.equals("A") ? "a" : "b")
                .append("\"><b>")
                .append(name)
                .append("</b>");
        if (piece == null) {
            out.append("<span>–</span><span></span></div>\n");
            return;
        }
        Excerpt excerpt = Excerpt.of(piece, other);
        out.append("<span>frame ")
                .append(Long.toString(piece.frame()))
                .append("</span><bdi>")
                .append(text(excerpt.before()));
        if (!excerpt.differing().isEmpty()) {
            out.append("<mark>").append(text(excerpt.differing())).append("</mark>");
        }
        out.append(text(excerpt.behind())).append("</bdi></div>\n");
    }

    private void slower() throws IOException {
        record Late(ConnectionDiff connection, Delay delay) {}
        List<Late> late = diff.connections().stream()
                .flatMap(connection ->
                        connection.delays().stream().filter(diff::isSlower).map(delay -> new Late(connection, delay)))
                .sorted(Comparator.comparingLong((Late each) -> each.delay().laterNanos())
                        .reversed())
                .toList();
        if (late.isEmpty()) {
            return;
        }
        long longest =
                late.stream().mapToLong(each -> each.delay().nanosB()).max().orElse(1);
        begin("Timing", List.of("to", "message", "frames"), List.of("A", "B", "later", ""));
        for (Late each : late.stream().limit(SHOWN_DELAYS).toList()) {
            Delay delay = each.delay();
            out.append("<tr><th scope=\"row\">")
                    .append(text(DiffWords.who(each.connection())))
                    .append("</th>");
            cell("text", Excerpt.said(delay.b()));
            cell("", delay.a().frame() + " → " + delay.b().frame());
            cell("n", Words.duration(delay.nanosA()));
            cell("n", Words.duration(delay.nanosB()));
            cell("n", DiffWords.later(delay));
            out.append("<td><svg width=\"")
                    .append(Integer.toString(BAR))
                    .append("\" height=\"14\" aria-hidden=\"true\">");
            bar("a", 1, delay.nanosA(), longest);
            bar("b", 8, delay.nanosB(), longest);
            out.append("</svg></td></tr>\n");
        }
        end();
        out.append("<p class=\"hint\">")
                .append(text("Messages that came " + diff.options().slower()
                        + " than in A, counted from what led to it"
                        + (late.size() > SHOWN_DELAYS
                                ? "; the " + SHOWN_DELAYS + " latest of " + Words.number(late.size())
                                : "")))
                .append(".</p>\n");
    }

    private void bar(String which, int y, long nanos, long longest) throws IOException {
        out.append("<rect class=\"%s\" x=\"0\" y=\"%d\" height=\"5\" width=\"%d\"/>"
                .formatted(which, y, Math.max(1, Math.round((double) BAR * nanos / longest))));
    }

    private void transport() throws IOException {
        if (diff.transportDifferences() == 0) {
            return;
        }
        begin("Transport", List.of("user", "what"), List.of("A", "B", "frames of A", "frames of B"));
        for (ConnectionDiff connection : diff.connections()) {
            for (TransportDifference difference : connection.transport()) {
                transport(DiffWords.who(connection), difference);
            }
        }
        for (TransportDifference difference : diff.transport()) {
            transport("", difference);
        }
        end();
    }

    private void transport(String who, TransportDifference difference) throws IOException {
        out.append("<tr><th scope=\"row\">").append(text(who)).append("</th>");
        cell("", difference.what());
        cell("n", difference.a());
        cell("n", difference.b());
        cell("n", DiffWords.frames(difference.framesA(), difference.a()));
        cell("n", DiffWords.frames(difference.framesB(), difference.b()));
        out.append("</tr>\n");
    }

    private void begin(String heading, List<String> texts, List<String> numbers) throws IOException {
        out.append("<h2>").append(heading).append("</h2>\n<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
        for (String column : texts) {
            out.append("<th scope=\"col\">").append(column).append("</th>");
        }
        for (String column : numbers) {
            out.append("<th scope=\"col\" class=\"n\">").append(column).append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
    }

    private void end() throws IOException {
        out.append("</tbody></table></div>\n");
    }

    private void number(long number, boolean bad) throws IOException {
        cell(bad ? "n bad" : "n", Words.number(number));
    }

    private void cell(String classes, String content) throws IOException {
        out.append("<td")
                .append(classes.isEmpty() ? "" : " class=\"" + classes + "\"")
                .append(">");
        out.append("<bdi>").append(text(content)).append("</bdi></td>");
    }

    private static String text(String raw) {
        StringBuilder escaped = new StringBuilder(raw.length());
        MessageText.visible(raw).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
