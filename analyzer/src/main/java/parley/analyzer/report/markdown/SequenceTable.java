package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Subject;
import parley.analyzer.report.TcpFlags;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** The first segments of the connection that is the example for sequence numbers. */
final class SequenceTable implements Section {
    private static final int CONNECTIONS = 100;
    private static final int SEGMENTS = 12;

    private record Row(
            long frame,
            boolean fromClient,
            int flags,
            long sequence,
            int length,
            long nextSequence,
            long acknowledgment,
            boolean isAck) {
        static Row of(Segment segment) {
            return new Row(
                    segment.frame(),
                    segment.isFromClient(),
                    segment.header().flags(),
                    segment.sequence(),
                    segment.length(),
                    segment.nextSequence(),
                    segment.acknowledgment(),
                    segment.isAck());
        }

        List<String> cells() {
            return List.of(
                    Long.toString(frame),
                    fromClient ? "client" : "server",
                    MarkdownText.plain(TcpFlags.names(flags)),
                    Long.toString(sequence),
                    Integer.toString(length),
                    Long.toString(nextSequence),
                    isAck ? Long.toString(acknowledgment) : "–");
        }
    }

    private final Map<Long, List<Row>> firstSegments = new LinkedHashMap<>();

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        long stream = segment.connection().index();
        List<Row> rows = firstSegments.get(stream);
        if (rows == null && firstSegments.size() < CONNECTIONS) {
            rows = new ArrayList<>();
            firstSegments.put(stream, rows);
        }
        if (rows != null && rows.size() < SEGMENTS) {
            rows.add(Row.of(segment));
        }
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        for (Finding finding : findings) {
            if (finding.kind() == FindingKind.SEQUENCE_EXAMPLE
                    && finding.subject() instanceof Subject.OfConnection connection
                    && !finding.evidence().isEmpty()) {
                long first = finding.evidence().kept()[0];
                List<Row> rows = firstSegments.getOrDefault(connection.index(), List.of());
                if (rows.stream().anyMatch(row -> row.frame() == first)) {
                    writeRows(out, rows);
                }
            }
        }
    }

    private static void writeRows(MarkdownWriter out, List<Row> rows) throws IOException {
        out.table(
                List.of("Frame", "From", "Flags", "Seq", "Len", "Next Seq", "Ack"),
                rows.stream().map(Row::cells).toList());
        out.paragraph(
                "Next Seq is Seq + Len, with one more for a SYN or a FIN. An Ack is the Next Seq that its sender has"
                        + " seen from the other side. Numbers count from 0 at each side's SYN, as Wireshark shows them.");
    }
}
