package parley.analyzer.report;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;

/**
 * segments: one row per frame with TCP, its columns Wireshark's fields in Wireshark's forms. The analysis takes a row's
 * numbers out, and the thread of the reports makes text of them.
 */
final class SegmentsTable extends TableSink<SegmentRow> {
    private static final int BATCH = 256;

    private static final List<Column<SegmentRow>> COLUMNS = columns();

    /** Batches that are written, to be filled again. */
    private final Queue<SegmentRow[]> free = new ConcurrentLinkedQueue<>();

    private SegmentRow[] batch = newBatch();
    private int filled;

    SegmentsTable(OutputStream out, ReportStyle style) {
        super(CsvReport.SEGMENTS, out, style, COLUMNS);
    }

    private static List<Column<SegmentRow>> columns() {
        List<Column<SegmentRow>> columns = new ArrayList<>(List.of(
                number("frame.number", (row, out) -> out.number(row.frame)),
                new Column<>("frame.time_epoch", Column.Type.SECONDS, (row, out) -> seconds(row.nanos, out)),
                number("frame.len", (row, out) -> out.number(row.frameLength)),
                address("ip.src", (row, out) -> SegmentRow.v4(row.hasV4, row.v4Source, out)),
                address("ip.dst", (row, out) -> SegmentRow.v4(row.hasV4, row.v4Destination, out)),
                address("ipv6.src", (row, out) -> SegmentRow.v6(row.v6Source, out)),
                address("ipv6.dst", (row, out) -> SegmentRow.v6(row.v6Destination, out)),
                number("tcp.srcport", (row, out) -> out.number(row.sourcePort)),
                number("tcp.dstport", (row, out) -> out.number(row.destinationPort)),
                known("tcp.stream", row -> row.stream),
                new Column<>("tcp.flags", Column.Type.TEXT, (row, out) -> {
                    if (row.flags == SegmentAnalysis.ABSENT) {
                        out.absent();
                    } else {
                        out.hexadecimal((int) row.flags);
                    }
                }),
                known("tcp.seq", row -> row.sequence),
                known("tcp.ack", row -> row.acknowledgment),
                known("tcp.seq_raw", row -> row.rawSequence),
                known("tcp.ack_raw", row -> row.rawAcknowledgment),
                known("tcp.len", row -> row.length),
                known("tcp.window_size", row -> row.window)));
        for (int i = 0; i < SegmentRow.JUDGEMENTS.size(); i++) {
            int bit = 1 << i;
            columns.add(new Column<>(
                    "tcp.analysis." + SegmentRow.JUDGEMENTS.get(i).field(),
                    Column.Type.FLAG,
                    (row, out) -> out.flag((row.judgements & bit) != 0)));
        }
        columns.add(
                new Column<>("tcp.analysis.ack_rtt", Column.Type.SECONDS, (row, out) -> lasting(row.ackRttNanos, out)));
        columns.add(new Column<>(
                "tcp.analysis.initial_rtt", Column.Type.SECONDS, (row, out) -> lasting(row.initialRttNanos, out)));
        columns.add(known("tcp.analysis.bytes_in_flight", row -> row.bytesInFlight));
        return List.copyOf(columns);
    }

    static List<String> columnNames() {
        return COLUMNS.stream().map(Column::name).toList();
    }

    private static Column<SegmentRow> number(String name, Column.Cell<SegmentRow> cell) {
        return new Column<>(name, Column.Type.NUMBER, cell);
    }

    private static Column<SegmentRow> address(String name, Column.Cell<SegmentRow> cell) {
        return new Column<>(name, Column.Type.TEXT, cell);
    }

    private static Column<SegmentRow> known(String name, ToLongFunction<SegmentRow> value) {
        return Column.number(name, SegmentAnalysis.ABSENT, value);
    }

    private static void seconds(long nanos, TableWriter out) {
        if (nanos == SegmentRow.NO_TIME) {
            out.absent();
        } else {
            out.seconds(nanos, 9);
        }
    }

    private static void lasting(long nanos, TableWriter out) {
        if (nanos == SegmentAnalysis.ABSENT) {
            out.absent();
        } else {
            out.seconds(nanos, 9);
        }
    }

    private static SegmentRow[] newBatch() {
        SegmentRow[] rows = new SegmentRow[BATCH];
        Arrays.setAll(rows, i -> new SegmentRow());
        return rows;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null) {
            batch[filled].set(packet, segment);
            next();
        }
    }

    @Override
    public void quoted(DecodedPacket packet, IcmpError error, @Nullable Connection connection) {
        batch[filled].set(packet, error, connection);
        next();
    }

    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        batch[filled].set(packet, segment);
        next();
    }

    private void next() {
        filled++;
        if (filled == BATCH) {
            hand();
        }
    }

    private void hand() {
        SegmentRow[] rows = batch;
        int count = filled;
        rows(() -> {
            for (int i = 0; i < count; i++) {
                write(rows[i]);
            }
            free.add(rows);
        });
        SegmentRow[] written = free.poll();
        batch = written == null ? newBatch() : written;
        filled = 0;
    }

    @Override
    void lastRows(AnalysisSummary summary, List<Finding> findings) {
        hand();
    }
}
