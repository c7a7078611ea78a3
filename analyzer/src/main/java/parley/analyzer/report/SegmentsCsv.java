package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.capture.Packet;
import parley.analyzer.findings.Finding;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.TcpHeader;

/**
 * segments.csv: a frame with TCP a row, its columns Wireshark's fields in Wireshark's forms. The analysis takes a row's
 * numbers out, and the thread of the reports makes text of them.
 */
final class SegmentsCsv implements ReportSink {
    static final String[] COLUMNS = {
        "frame.number",
        "frame.time_epoch",
        "frame.len",
        "ip.src",
        "ip.dst",
        "ipv6.src",
        "ipv6.dst",
        "tcp.srcport",
        "tcp.dstport",
        "tcp.stream",
        "tcp.flags",
        "tcp.seq",
        "tcp.ack",
        "tcp.seq_raw",
        "tcp.ack_raw",
        "tcp.len",
        "tcp.window_size",
        "tcp.analysis.retransmission",
        "tcp.analysis.fast_retransmission",
        "tcp.analysis.spurious_retransmission",
        "tcp.analysis.out_of_order",
        "tcp.analysis.lost_segment",
        "tcp.analysis.ack_lost_segment",
        "tcp.analysis.duplicate_ack",
        "tcp.analysis.keep_alive",
        "tcp.analysis.keep_alive_ack",
        "tcp.analysis.window_update",
        "tcp.analysis.window_full",
        "tcp.analysis.zero_window",
        "tcp.analysis.zero_window_probe",
        "tcp.analysis.zero_window_probe_ack",
        "tcp.analysis.reused_ports",
        "tcp.analysis.ack_rtt",
        "tcp.analysis.initial_rtt",
        "tcp.analysis.bytes_in_flight"
    };

    private final ReportThread.Table table;
    private final SegmentNumbers.Text text;
    private SegmentNumbers rows = new SegmentNumbers();

    SegmentsCsv(OutputStream out, ReportStyle style) {
        String name = style.file(CsvReport.SEGMENTS);
        table = style.thread().table(name);
        text = new SegmentNumbers.Text(new OctetCsv(name, out, COLUMNS));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        TcpHeader tcp = segment.header();
        begin(packet, tcp);
        rows.add(segment.connection().index());
        rows.add(tcp.flags());
        rows.add(segment.sequence());
        rows.add(segment.acknowledgment());
        rows.add(Integer.toUnsignedLong(tcp.sequenceNumber()));
        rows.add(Integer.toUnsignedLong(tcp.acknowledgmentNumber()));
        rows.add(segment.length());
        rows.add(segment.window());
        rows.add(segment.analysis());
        end();
    }

    /** Of a quoted segment Wireshark gives the numbers as they are, and only of IPv6 also as raw ones. */
    @Override
    public void quoted(DecodedPacket packet, IcmpError error, PartialSegment segment) {
        Connection connection = segment.connection();
        TcpHeader tcp = error.quotedTcp();
        boolean v6 = error.version() == 6;
        boolean sound = error.isQuoteSound();
        long sequence = (v6 ? error.quotesWindow() : error.quotesSequenceNumber())
                ? Integer.toUnsignedLong(tcp.sequenceNumber())
                : SegmentAnalysis.ABSENT;
        long acknowledgment = sound ? Integer.toUnsignedLong(tcp.acknowledgmentNumber()) : SegmentAnalysis.ABSENT;
        begin(packet, tcp);
        rows.add(connection == null ? SegmentAnalysis.ABSENT : connection.index());
        rows.add(sound ? tcp.flags() : SegmentAnalysis.ABSENT);
        rows.add(sequence);
        rows.add(acknowledgment);
        rows.add(v6 ? sequence : SegmentAnalysis.ABSENT);
        rows.add(acknowledgment);
        rows.add(SegmentAnalysis.ABSENT);
        rows.add(sound ? tcp.window() : SegmentAnalysis.ABSENT);
        rows.add(segment.analysis());
        end();
    }

    /** A length that cannot be leaves Wireshark either what depends on it, or the rest. */
    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        TcpHeader tcp = segment.header();
        Connection connection = segment.connection();
        boolean known = connection != null;
        boolean whole = known && !segment.isBelowMinimum();
        begin(packet, tcp);
        rows.add(connection == null ? SegmentAnalysis.ABSENT : connection.index());
        rows.add(whole ? tcp.flags() : SegmentAnalysis.ABSENT);
        rows.add(known ? segment.sequence() : SegmentAnalysis.ABSENT);
        rows.add(whole ? segment.acknowledgment() : SegmentAnalysis.ABSENT);
        rows.add(known ? Integer.toUnsignedLong(tcp.sequenceNumber()) : SegmentAnalysis.ABSENT);
        rows.add(whole ? Integer.toUnsignedLong(tcp.acknowledgmentNumber()) : SegmentAnalysis.ABSENT);
        rows.add(segment.isMeasured() ? segment.length() : SegmentAnalysis.ABSENT);
        rows.add(whole ? segment.window() : SegmentAnalysis.ABSENT);
        rows.add(segment.analysis());
        end();
    }

    /** The cells up to the ports. */
    private void begin(DecodedPacket decoded, TcpHeader tcp) {
        Packet packet = decoded.packet();
        rows.add(packet.number());
        rows.add(packet.hasTimestamp() ? packet.timestampNanos() : SegmentNumbers.NO_TIME);
        rows.add(PacketDescription.length(packet));
        rows.add(decoded.outermostV4(), decoded.outermostV6());
        rows.add(tcp.sourcePort());
        rows.add(tcp.destinationPort());
    }

    private void end() {
        if (rows.isFull()) {
            hand();
        }
    }

    private void hand() {
        SegmentNumbers full = rows;
        rows = new SegmentNumbers();
        table.now(() -> text.write(full));
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        hand();
        table.await();
        text.finish();
        table.requireDone();
    }

    @Override
    public void close() throws IOException {
        table.await();
        text.close();
    }
}
