package parley.analyzer.scenario;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import parley.analyzer.testing.ScriptFlags;

/** Rows of segments.csv in the columns that tell the story; flags and judgements are words. */
final class SegmentRows {
    private static final String ANALYSIS = "tcp.analysis.";

    /** Of tcp.analysis, those that are numbers. */
    private static final List<String> NUMBERS = List.of("ack_rtt", "initial_rtt", "bytes_in_flight");

    private SegmentRows() {}

    /**
     * The rows as a file.
     *
     * @param rows with every column of segments.csv, from whomever they come
     * @param frames how many frames the capture had before those of the script
     * @param streams how many streams it had before
     */
    static String told(List<Map<String, String>> rows, long frames, long streams) {
        StringBuilder file = new StringBuilder("frame.number,tcp.stream,tcp.srcport,tcp.flags,tcp.seq,tcp.ack,tcp.len,"
                + "tcp.window_size,tcp.analysis.ack_rtt,tcp.analysis.bytes_in_flight,tcp.analysis\n");
        for (Map<String, String> row : rows) {
            StringJoiner cells = new StringJoiner(",", "", "\n");
            cells.add(Long.toString(Long.parseLong(row.getOrDefault("frame.number", "")) - frames));
            cells.add(Long.toString(Long.parseLong(row.getOrDefault("tcp.stream", "")) - streams));
            cells.add(row.get("tcp.srcport"));
            cells.add(ScriptFlags.words(Integer.decode(row.getOrDefault("tcp.flags", ""))));
            for (String column : List.of("tcp.seq", "tcp.ack", "tcp.len", "tcp.window_size")) {
                cells.add(row.get(column));
            }
            cells.add(row.get(ANALYSIS + "ack_rtt"));
            cells.add(row.get(ANALYSIS + "bytes_in_flight"));
            file.append(cells.add(judgements(row)));
        }
        return file.toString();
    }

    private static String judgements(Map<String, String> row) {
        SortedSet<String> words = new TreeSet<>();
        row.forEach((column, cell) -> {
            String word = column.startsWith(ANALYSIS) ? column.substring(ANALYSIS.length()) : "";
            if (!word.isEmpty() && !NUMBERS.contains(word) && !cell.isEmpty()) {
                words.add(word);
            }
        });
        return String.join(" ", words);
    }
}
