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
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/** segments.csv: a frame with TCP a row, its columns Wireshark's fields in Wireshark's forms. */
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

    private static final int COLUMNS_TO_PORTS = 9;

    /** Those of tcp.analysis, at the end. */
    private static final int ANALYSIS_COLUMNS = 18;

    private final OctetCsv csv;

    SegmentsCsv(OutputStream out) {
        csv = new OctetCsv("segments.csv", out, COLUMNS);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        TcpHeader tcp = segment.header();
        begin(packet, tcp);
        csv.cell(segment.connection().index())
                .hexadecimal(tcp.flags())
                .cell(segment.sequence())
                .cell(segment.acknowledgment())
                .cell(Integer.toUnsignedLong(tcp.sequenceNumber()))
                .cell(Integer.toUnsignedLong(tcp.acknowledgmentNumber()))
                .cell(segment.length())
                .cell(segment.window());
        SegmentAnalysis analysis = segment.analysis();
        csv.flag(analysis.isAnyRetransmission())
                .flag(analysis.isFastRetransmission())
                .flag(analysis.isSpuriousRetransmission())
                .flag(analysis.isOutOfOrder())
                .flag(analysis.isLostSegment())
                .flag(analysis.isAckLostSegment())
                .flag(analysis.isDuplicateAck())
                .flag(analysis.isKeepAlive())
                .flag(analysis.isKeepAliveAck())
                .flag(analysis.isWindowUpdate())
                .flag(analysis.isWindowFull())
                .flag(analysis.isZeroWindow())
                .flag(analysis.isZeroWindowProbe())
                .flag(analysis.isZeroWindowProbeAck())
                .flag(analysis.isReusedPorts());
        seconds(analysis.ackRttNanos());
        seconds(analysis.initialRttNanos());
        number(analysis.bytesInFlight());
        csv.endRow();
    }

    /** Of a quoted segment Wireshark gives the numbers as they are, and only of IPv6 also as raw ones. */
    @Override
    public void quoted(DecodedPacket packet, IcmpError error, @Nullable Connection connection) {
        TcpHeader tcp = error.quotedTcp();
        boolean v6 = error.version() == 6;
        boolean sound = error.isQuoteSound();
        long sequence = (v6 ? sound : error.quotesSequenceNumber())
                ? Integer.toUnsignedLong(tcp.sequenceNumber())
                : SegmentAnalysis.ABSENT;
        long acknowledgment = sound ? Integer.toUnsignedLong(tcp.acknowledgmentNumber()) : SegmentAnalysis.ABSENT;
        begin(packet, tcp);
        number(connection == null ? SegmentAnalysis.ABSENT : connection.index());
        if (sound) {
            csv.hexadecimal(tcp.flags());
        } else {
            csv.empty();
        }
        number(sequence);
        number(acknowledgment);
        number(v6 ? sequence : SegmentAnalysis.ABSENT);
        number(acknowledgment);
        csv.empty();
        number(sound ? tcp.window() : SegmentAnalysis.ABSENT);
        csv.empty(ANALYSIS_COLUMNS);
        csv.endRow();
    }

    /** A length that cannot be leaves Wireshark either what depends on it, or the rest. */
    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        TcpHeader tcp = segment.header();
        begin(packet, tcp);
        Connection connection = segment.connection();
        if (connection == null) {
            csv.empty(COLUMNS.length - COLUMNS_TO_PORTS);
            csv.endRow();
            return;
        }
        csv.cell(connection.index());
        boolean whole = !segment.isBelowMinimum();
        if (whole) {
            csv.hexadecimal(tcp.flags());
        } else {
            csv.empty();
        }
        csv.cell(segment.sequence());
        number(whole ? segment.acknowledgment() : SegmentAnalysis.ABSENT);
        csv.cell(Integer.toUnsignedLong(tcp.sequenceNumber()));
        number(whole ? Integer.toUnsignedLong(tcp.acknowledgmentNumber()) : SegmentAnalysis.ABSENT);
        number(whole ? SegmentAnalysis.ABSENT : segment.length());
        number(whole ? segment.window() : SegmentAnalysis.ABSENT);
        csv.empty(ANALYSIS_COLUMNS);
        csv.endRow();
    }

    /** The cells up to the ports. */
    private void begin(DecodedPacket decoded, TcpHeader tcp) {
        Packet packet = decoded.packet();
        csv.cell(packet.number());
        if (packet.hasTimestamp()) {
            csv.seconds(packet.timestampNanos());
        } else {
            csv.empty();
        }
        csv.cell(packet.originalLength());
        addresses(decoded.outermostV4());
        addresses(decoded.outermostV6());
        csv.cell(tcp.sourcePort()).cell(tcp.destinationPort());
    }

    private void addresses(@Nullable IpHeader ip) {
        if (ip == null) {
            csv.empty(2);
        } else {
            csv.address(ip.source()).address(ip.nextDestination());
        }
    }

    private void seconds(long nanos) {
        if (nanos == SegmentAnalysis.ABSENT) {
            csv.empty();
        } else {
            csv.seconds(nanos);
        }
    }

    private void number(long value) {
        if (value == SegmentAnalysis.ABSENT) {
            csv.empty();
        } else {
            csv.cell(value);
        }
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        csv.finish();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
