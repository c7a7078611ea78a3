package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Words;
import parley.analyzer.report.Totals;

/** How many messages there are of each kind, most first. */
final class KindTable {
    private static final int ROWS = 40;

    private static final class Tally {
        private long fromClients;
        private long fromServer;

        long all() {
            return fromClients + fromServer;
        }
    }

    private KindTable() {}

    /** The finding that lists the kinds, without the list; any other as it is. */
    static Finding withoutKinds(Finding finding) {
        return finding.sentence() instanceof Sentence.Enumeration kinds ? finding.with(kinds.withoutItems()) : finding;
    }

    static void write(MarkdownWriter out, Totals totals) throws IOException {
        Map<String, Tally> kinds = new LinkedHashMap<>();
        totals.clientKinds()
                .forEach(kind -> kinds.computeIfAbsent(kind.getKey(), k -> new Tally()).fromClients = kind.getValue());
        totals.serverKinds()
                .forEach(kind -> kinds.computeIfAbsent(kind.getKey(), k -> new Tally()).fromServer = kind.getValue());
        List<List<String>> rows = new ArrayList<>();
        kinds.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue().all(), a.getValue().all()))
                .limit(ROWS)
                .forEach(kind -> rows.add(List.of(
                        MarkdownText.plain(Words.clip(kind.getKey())),
                        number(kind.getValue().fromClients),
                        number(kind.getValue().fromServer))));
        if (!rows.isEmpty()) {
            out.table(List.of("Kind", "From clients", "From the server"), rows);
        }
    }

    private static String number(long count) {
        return count == 0 ? "–" : Words.number(count);
    }
}
