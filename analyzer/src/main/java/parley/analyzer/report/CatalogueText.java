package parley.analyzer.report;

import java.util.Locale;
import parley.analyzer.findings.Catalogue;
import parley.analyzer.findings.Finding.Layer;

/** The catalogue of findings, for a terminal and as Markdown. */
public final class CatalogueText {
    private static final int ID = 26;
    private static final int SEVERITY = 9;
    private static final int LABEL = 10;

    private static final Catalogue CATALOGUE = new Catalogue();

    private CatalogueText() {}

    /** Every kind with its severity and its rule. */
    public static String list(int columns) {
        StringBuilder text = new StringBuilder();
        for (Layer layer : Layer.values()) {
            text.append(text.isEmpty() ? "" : "\n").append(layer).append('\n');
            for (Catalogue.Entry kind : CATALOGUE.of(layer)) {
                String beginning = "  " + pad(kind.id(), ID - 2)
                        + pad(kind.kind().severity().toString(), SEVERITY);
                entry(text, beginning, kind.rule(), columns);
            }
        }
        return text.append("\nfindings ID says what is taken as evidence, and how it is said.\n")
                .toString();
    }

    /** One kind with all that is known of it. */
    public static String details(Catalogue.Entry kind, int columns) {
        StringBuilder text = new StringBuilder();
        text.append(kind.id()).append('\n');
        entry(text, pad("layer", LABEL), kind.kind().layer().toString(), columns);
        entry(text, pad("severity", LABEL), kind.kind().severity().toString(), columns);
        entry(text, pad("rule", LABEL), kind.rule(), columns);
        entry(text, pad("evidence", LABEL), kind.evidence(), columns);
        entry(text, pad("sentence", LABEL), kind.sentence(), columns);
        return text.toString();
    }

    /** The page docs/FINDINGS.md. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("""
                # The findings

                All that `findings.csv`, `report.md` and the summary can state of a capture, as `parley findings` prints it. An
                id is stable. The sentence is an example: its numbers come from the capture.

                Where what a kind tells of did not happen, that is said as well, for the kinds that a reader will look for: value
                0, no frames, severity info. Frames are listed up to 1,000, their number is then the value. Where there is ICMP,
                a filter ends with `!icmp`, where there is sFlow with `!sflow` and so on, because these quote the headers of other packets.

                This page is written by `parley findings --markdown`.
                """);
        for (Layer layer : Layer.values()) {
            String name = layer.toString();
            text.append("\n## ")
                    .append(name.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(name.substring(1));
            text.append("\n\n| id | severity | rule | evidence | sentence |\n| --- | --- | --- | --- | --- |\n");
            for (Catalogue.Entry kind : CATALOGUE.of(layer)) {
                text.append("| `%s` | %s | %s | %s | %s |\n"
                        .formatted(kind.id(), kind.kind().severity(), kind.rule(), kind.evidence(), kind.sentence()));
            }
        }
        return text.toString();
    }

    private static void entry(StringBuilder text, String beginning, String words, int columns) {
        int room = Math.max(columns - beginning.length(), LABEL);
        String start = beginning;
        for (String line : TerminalLines.wrap(words, room)) {
            text.append(start).append(line).append('\n');
            start = " ".repeat(beginning.length());
        }
    }

    private static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(1, columns - text.length()));
    }
}
