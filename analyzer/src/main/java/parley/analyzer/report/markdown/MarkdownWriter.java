package parley.analyzer.report.markdown;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Blocks of Markdown, an empty line between them. What it is given is Markdown already. */
final class MarkdownWriter {
    /** A number, two with a slash, a time, or none. */
    private static final Pattern NUMBER = Pattern.compile("[0-9.,]+( / [0-9.,]+| (µs|ms|s))?|–");

    private final Writer out;
    private boolean first = true;

    MarkdownWriter(Writer out) {
        this.out = out;
    }

    void heading(int level, String text) throws IOException {
        block("#".repeat(level) + " " + text + "\n");
    }

    void paragraph(String text) throws IOException {
        block(text + "\n");
    }

    void list(List<String> items) throws IOException {
        StringBuilder block = new StringBuilder();
        items.forEach(item -> block.append("- ").append(item).append('\n'));
        block(block.toString());
    }

    void numbered(List<String> items) throws IOException {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            block.append(i + 1).append(". ").append(items.get(i)).append('\n');
        }
        block(block.toString());
    }

    /** Lines none of which begins with a backtick, as code in a language. */
    void code(String language, List<String> lines) throws IOException {
        block("```" + language + "\n" + String.join("\n", lines) + "\n```\n");
    }

    /** A table; columns of nothing but numbers are set flush right. */
    void table(List<String> header, List<List<String>> rows) throws IOException {
        StringBuilder block = new StringBuilder();
        row(block, header);
        row(
                block,
                IntStream.range(0, header.size())
                        .mapToObj(column -> rows.stream()
                                        .allMatch(row ->
                                                NUMBER.matcher(row.get(column)).matches())
                                ? "---:"
                                : "---")
                        .toList());
        rows.forEach(cells -> row(block, cells));
        block(block.toString());
    }

    private static void row(StringBuilder block, List<String> cells) {
        block.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void block(String block) throws IOException {
        out.write(first ? block : "\n" + block);
        first = false;
    }
}
