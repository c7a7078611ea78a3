package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;

/** What is stated of a session over a bad link, counted anew from the labels and the octets that tshark reads there. */
class LossBesideTsharkTest {
    private static final Path CAPTURE = Path.of("src/test/resources/captures/own/lossy-1.pcapng");

    /**
     * @param repeats whether all that the segment brings was captured before
     * @param copy whether the packet itself was, with its IP identification: the link doubles some
     */
    private record Row(Map<String, String> fields, boolean repeats, boolean copy) {
        boolean has(String field) {
            return !fields.getOrDefault(field, "").isEmpty();
        }

        boolean isFromServer() {
            return fields.getOrDefault("tcp.srcport", "").equals("10000");
        }

        boolean isData() {
            return !fields.getOrDefault("tcp.len", "").equals("0");
        }

        /** Lines that end in it, each by its LF. */
        long lines() {
            byte[] octets = HexFormat.of()
                    .parseHex(fields.getOrDefault("tcp.payload", "").replace(":", ""));
            return new String(octets, StandardCharsets.ISO_8859_1)
                    .chars()
                    .filter(character -> character == '\n')
                    .count();
        }
    }

    private static final List<Row> ROWS = new ArrayList<>();
    private static List<Finding> findings = List.of();

    @BeforeAll
    static void readBoth() throws IOException {
        Tshark.assumeInstalled();
        Map<String, Set<Long>> captured = new HashMap<>();
        Set<List<String>> packets = new HashSet<>();
        for (Map<String, String> fields : Tshark.rows(
                CAPTURE,
                "ip.id",
                "tcp.stream",
                "tcp.srcport",
                "tcp.seq",
                "tcp.len",
                "tcp.flags.syn",
                "tcp.flags.fin",
                "tcp.flags.push",
                "tcp.analysis.retransmission",
                "tcp.analysis.fast_retransmission",
                "tcp.analysis.spurious_retransmission",
                "tcp.analysis.out_of_order",
                "tcp.analysis.duplicate_ack",
                "tcp.payload")) {
            Set<Long> ofSender = captured.computeIfAbsent(
                    fields.getOrDefault("tcp.stream", "") + " " + fields.getOrDefault("tcp.srcport", ""),
                    sender -> new HashSet<>());
            long start = Long.parseLong(fields.getOrDefault("tcp.seq", ""));
            long end = start
                    + Long.parseLong(fields.getOrDefault("tcp.len", ""))
                    + flag(fields, "syn")
                    + flag(fields, "fin");
            boolean repeats = end > start;
            for (long number = start; number < end; number++) {
                repeats &= !ofSender.add(number);
            }
            List<String> packet = List.of(
                    fields.getOrDefault("tcp.stream", ""),
                    fields.getOrDefault("tcp.srcport", ""),
                    fields.getOrDefault("ip.id", ""));
            ROWS.add(new Row(
                    fields, repeats, !packets.add(packet) && !packet.getLast().equals("0x0000")));
        }
        try (PacketSource source = CaptureFile.open(CAPTURE)) {
            findings = new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                    .run(source)
                    .findings();
        }
    }

    private static int flag(Map<String, String> fields, String name) {
        String value = fields.getOrDefault("tcp.flags." + name, "");
        return value.equals("1") || value.equals("True") ? 1 : 0;
    }

    private static long count(Predicate<Row> which) {
        return ROWS.stream().filter(which).count();
    }

    private static String stated(String id) {
        return findings.stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow()
                .statement();
    }

    @Test
    void labelsAndWhatTheirSegmentsBringAreCounted() {
        Predicate<Row> again = row -> row.has("tcp.analysis.retransmission");
        assertEquals(
                "Wireshark labels %d segments retransmissions (%d fast and %d spurious)%s: %s"
                        .formatted(
                                count(again),
                                count(row -> row.has("tcp.analysis.fast_retransmission")),
                                count(row -> row.has("tcp.analysis.spurious_retransmission")),
                                apart(again),
                                content(again.and(row -> !row.copy()))),
                stated("retransmissions"));
        Predicate<Row> overtaken = row -> row.has("tcp.analysis.out_of_order");
        assertEquals(
                "Wireshark labels %d segments out-of-order%s: %s"
                        .formatted(count(overtaken), apart(overtaken), content(overtaken.and(row -> !row.copy()))),
                stated("out-of-order"));
        assertTrue(stated("duplicate-acks")
                .startsWith(count(row -> row.has("tcp.analysis.duplicate_ack") && !row.copy()) + " "));
        assertTrue(stated("packets-captured-twice")
                .startsWith("Of 831 packets " + count(Row::copy) + " are copies of some captured before"));
    }

    private static String apart(Predicate<Row> which) {
        long copies = count(which.and(Row::copy));
        return copies == 0
                ? ""
                : ", %d of which %s out of place in the capture"
                        .formatted(copies, copies == 1 ? "is a copy or" : "are copies or");
    }

    private static String content(Predicate<Row> which) {
        return "%d repeat what was captured before and %d bring what was not captured before; %d come from the server's side and %d come from the client's."
                .formatted(
                        count(which.and(Row::repeats)),
                        count(which.and(row -> !row.repeats())),
                        count(which.and(Row::isFromServer)),
                        count(which.and(row -> !row.isFromServer())));
    }

    @Test
    void segmentsWithoutPshAndThoseThatRepeatDataAreCounted() {
        long unpushed = count(row -> row.isData() && flag(row.fields(), "push") == 0);
        assertTrue(stated("unpushed").startsWith(unpushed + " segments with data have no PSH"));
        long repeating = count(row -> row.isData() && row.repeats() && !row.copy());
        assertTrue(stated("messages-by-kind").contains(", " + repeating + " of which repeat "));
    }

    /** Of a server's segments: each of its lines ends in LF. */
    @Test
    void segmentsOfSeveralLinesAreCounted() {
        long shared = count(row -> row.isFromServer() && row.lines() > 1);
        assertEquals(1, shared);
        assertTrue(stated("segments-shared").contains(shared + " of them repeats what was captured before"));
    }
}
