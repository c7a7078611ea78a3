package parley.analyzer.report;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import parley.analyzer.testing.Tcptrace;

/**
 * conversations.csv of a capture beside what tcptrace says of it. Where the two differ, a rule of docs/REPORTS.md ("Beside
 * tcptrace") must apply, and the difference be what the rule makes it.
 */
final class TcptraceComparison {
    /** Why a cell may differ; as docs/REPORTS.md has them. */
    enum Rule {
        OTHER_CONNECTIONS,
        PROBES,
        COVERED_TO_THE_END,
        WITHOUT_ACK,
        ONE_SYN,
        END_OF_FILE
    }

    /** What is compared: our column, tcptrace's, and how many of its units are one of ours. */
    private enum Column {
        PACKETS("packets", "total_packets", 1, 0),
        PAYLOAD("payload", "actual_data_bytes", 1, 0),
        UNIQUE("unique_payload", "unique_bytes_sent", 1, 0),
        PURE_ACKS("pure_acks", "pure_acks_sent", 1, 0),
        RESENT("resent", "rexmt_data_pkts", 1, 0),
        LATE("late", "outoforder_pkts", 1, 0),
        MAX_SEGMENT("max_segment", "max_segm_size", 1, 0),
        MAX_WINDOW("max_window", "max_win_adv", 1, 0),
        MAX_IDLE("max_idle", "idletime_max", 1000, TENTH),
        THROUGHPUT("throughput", "throughput", 1, 0),
        RTT_SAMPLES("rtt_samples", "RTT_samples", 1, 0),
        RTT_MIN("rtt_min", "RTT_min", 1000, TENTH),
        RTT_MEAN("rtt_mean", "RTT_avg", 1000, TENTH),
        RTT_MAX("rtt_max", "RTT_max", 1000, TENTH);

        private final String ours;
        private final String theirs;
        private final double scale;
        private final double tolerance;

        Column(String ours, String theirs, double scale, double tolerance) {
            this.ours = ours;
            this.theirs = theirs;
            this.scale = scale;
            this.tolerance = tolerance;
        }
    }

    /** tcptrace writes milliseconds with one decimal, of times cut to microseconds. */
    private static final double TENTH = 0.06;

    private static final double MICROSECOND = 1e-6;

    private final Path capture;
    private final List<String> unexplained = new ArrayList<>();
    private final Set<Rule> applied = new TreeSet<>();
    private final Map<String, Double> lastPackets = new HashMap<>();
    private final Map<String, Double> firstPackets = new HashMap<>();
    private final Map<String, List<Double>> withoutAck = new HashMap<>();
    private double fileEnd;
    private int compared;
    private int equal;

    TcptraceComparison(Path capture) {
        this.capture = capture;
        readSegments();
        Map<Set<String>, List<Map<String, String>>> ours = new LinkedHashMap<>();
        for (Map<String, String> row : Reports.rows(CsvReport.CONVERSATIONS, capture)) {
            String client = endpoint(cell(row, "client"));
            String server = endpoint(cell(row, "server"));
            ours.computeIfAbsent(Set.of(client, server), pair -> new ArrayList<>())
                    .add(row);
        }
        Map<Set<String>, List<Map<String, String>>> theirs = new LinkedHashMap<>();
        for (Map<String, String> row : Tcptrace.connections(capture)) {
            theirs.computeIfAbsent(Set.of(endpoint(row, "a"), endpoint(row, "b")), pair -> new ArrayList<>())
                    .add(row);
        }
        ours.forEach((pair, rows) -> comparePair(rows, theirs.getOrDefault(pair, List.of())));
        theirs.keySet().stream()
                .filter(pair -> !ours.containsKey(pair))
                .forEach(pair -> unexplained.add("tcptrace alone has " + pair));
    }

    /** Cells that differ without a rule. */
    List<String> unexplained() {
        return unexplained;
    }

    Set<Rule> applied() {
        return applied;
    }

    /** Cells that were compared. */
    int compared() {
        return compared;
    }

    /** Cells that are equal. */
    int equal() {
        return equal;
    }

    private void readSegments() {
        for (Map<String, String> row : Reports.rows(CsvReport.SEGMENTS, capture)) {
            String source = cell(row, "ip.src").isEmpty() ? cell(row, "ipv6.src") : cell(row, "ip.src");
            String key = cell(row, "tcp.stream") + " " + endpoint(source + ":" + cell(row, "tcp.srcport"));
            double time = number(row, "frame.time_epoch");
            firstPackets.putIfAbsent(key, time);
            lastPackets.put(key, time);
            if ((Integer.decode(cell(row, "tcp.flags")) & 0x10) == 0) {
                withoutAck.computeIfAbsent(key, end -> new ArrayList<>()).add(time);
            }
            fileEnd = Math.max(fileEnd, time);
        }
    }

    private void comparePair(List<Map<String, String>> ours, List<Map<String, String>> theirs) {
        if (ours.size() == theirs.size()) {
            for (int i = 0; i < ours.size(); i++) {
                for (String side : List.of("client", "server")) {
                    compareSide(ours.get(i), theirs.get(i), side);
                }
            }
            return;
        }
        applied.add(Rule.OTHER_CONNECTIONS);
        for (Column column : List.of(Column.PACKETS, Column.PAYLOAD, Column.PURE_ACKS)) {
            double our = sum(ours, column.ours + ".client", column.ours + ".server");
            double their = sum(theirs, column.theirs + "_a2b", column.theirs + "_b2a");
            if (our != their) {
                unexplained.add("%s of %s: %.0f, tcptrace %.0f"
                        .formatted(column.ours, cell(ours.getFirst(), "client"), our, their));
            }
        }
    }

    private void compareSide(Map<String, String> ours, Map<String, String> theirs, String side) {
        String way = endpoint(cell(ours, side)).equals(endpoint(theirs, "a")) ? "_a2b" : "_b2a";
        for (Column column : Column.values()) {
            double our = number(ours, column.ours + "." + side) * column.scale;
            double their = number(theirs, column.theirs + way);
            compared++;
            if (Math.abs(our - their) <= tolerance(column, our, ours)) {
                equal++;
                continue;
            }
            Rule rule = explanation(column, our, their, ours, theirs, side);
            if (rule == null) {
                unexplained.add("stream %s, %s.%s: %s, tcptrace %s"
                        .formatted(cell(ours, "tcp.stream"), column.ours, side, our, their));
            } else {
                applied.add(rule);
            }
        }
    }

    /** Of a rate: the rounding, and what the duration lacks that is cut to microseconds. */
    private static double tolerance(Column column, double our, Map<String, String> ours) {
        double duration = number(ours, "duration");
        return column == Column.THROUGHPUT && duration > MICROSECOND
                ? 1 + our * MICROSECOND / (duration - MICROSECOND)
                : column.tolerance;
    }

    private @Nullable Rule explanation(
            Column column,
            double our,
            double their,
            Map<String, String> ours,
            Map<String, String> theirs,
            String side) {
        boolean isA = endpoint(cell(ours, side)).equals(endpoint(theirs, "a"));
        String way = isA ? "_a2b" : "_b2a";
        String back = isA ? "_b2a" : "_a2b";
        double probes = number(theirs, "zwnd_probe_pkts" + way);
        double probeBytes = number(theirs, "zwnd_probe_bytes" + way);
        double difference = our - their;
        String key = cell(ours, "tcp.stream") + " " + endpoint(cell(ours, side));
        return switch (column) {
            case UNIQUE -> difference >= 0 && difference <= probeBytes ? Rule.PROBES : null;
            case RESENT -> difference >= 0 && difference <= probes ? Rule.PROBES : null;
            case LATE -> {
                if (Math.abs(difference) <= probes) {
                    yield Rule.PROBES;
                }
                double resent = number(ours, "resent." + side);
                yield difference >= 0 && difference <= resent ? Rule.COVERED_TO_THE_END : null;
            }
            case MAX_WINDOW -> number(theirs, "total_packets" + back) == 0 && difference > 0 ? Rule.ONE_SYN : null;
            case MAX_IDLE -> {
                double rest = (fileEnd - lastPackets.getOrDefault(key, fileEnd)) * column.scale;
                yield Math.abs(their - rest) <= TENTH ? Rule.END_OF_FILE : null;
            }
            case THROUGHPUT -> {
                double expected = number(theirs, "unique_bytes_sent" + way) / number(ours, "duration");
                yield Math.abs(expected - their) <= 1 ? Rule.PROBES : null;
            }
            case RTT_SAMPLES -> {
                if (Math.abs(difference) <= probes) {
                    yield Rule.PROBES;
                }
                yield difference < 0 && isWithoutAckBehind(ours, side, key) ? Rule.WITHOUT_ACK : null;
            }
            case RTT_MIN, RTT_MEAN, RTT_MAX -> {
                boolean others = number(ours, "rtt_samples." + side) != number(theirs, "RTT_samples" + way);
                yield others ? (probes > 0 ? Rule.PROBES : Rule.WITHOUT_ACK) : null;
            }
            default -> null;
        };
    }

    /** Whether the other side sent a segment without ACK when this one had sent. */
    private boolean isWithoutAckBehind(Map<String, String> ours, String side, String key) {
        String other = cell(ours, side.equals("client") ? "server" : "client");
        double first = firstPackets.getOrDefault(key, Double.MAX_VALUE);
        return withoutAck.getOrDefault(cell(ours, "tcp.stream") + " " + endpoint(other), List.of()).stream()
                .anyMatch(time -> time >= first);
    }

    private static double sum(List<Map<String, String>> rows, String one, String other) {
        return rows.stream()
                .mapToDouble(row -> number(row, one) + number(row, other))
                .sum();
    }

    private static String endpoint(Map<String, String> row, String letter) {
        return endpoint(cell(row, "host_" + letter) + ":" + cell(row, "port_" + letter));
    }

    /** One form for what is written with brackets or without, with leading zeros or without. */
    private static String endpoint(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        try {
            return InetAddress.getByName(host).getHostAddress() + " " + text.substring(colon + 1);
        } catch (UnknownHostException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String cell(Map<String, String> row, String column) {
        String cell = row.get(column);
        if (cell == null) {
            throw new AssertionError("no column " + column + " in " + row.keySet());
        }
        return cell;
    }

    private static double number(Map<String, String> row, String column) {
        String cell = cell(row, column);
        return cell.isEmpty() || cell.equals("NA") ? 0 : Double.parseDouble(cell);
    }
}
