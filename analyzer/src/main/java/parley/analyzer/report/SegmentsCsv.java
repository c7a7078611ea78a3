package parley.analyzer.report;

import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.Packet;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/** segments.csv: a frame with TCP a row, its columns Wireshark's fields in Wireshark's forms. */
final class SegmentsCsv extends CsvSink {
    private static final String SET = "1";
    private static final int EPOCH_DIGITS = 9;

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

    SegmentsCsv(OutputStream out, ReportStyle style) {
        super("segments.csv", out, style, COLUMNS);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        TcpHeader tcp = segment.header();
        SegmentAnalysis analysis = segment.analysis();
        row(
                packet,
                tcp,
                Long.toString(segment.connection().index()),
                flags(tcp),
                Long.toString(segment.sequence()),
                Long.toString(segment.acknowledgment()),
                Integer.toUnsignedString(tcp.sequenceNumber()),
                Integer.toUnsignedString(tcp.acknowledgmentNumber()),
                Integer.toString(segment.length()),
                Long.toString(segment.window()),
                flag(analysis.isAnyRetransmission()),
                flag(analysis.isFastRetransmission()),
                flag(analysis.isSpuriousRetransmission()),
                flag(analysis.isOutOfOrder()),
                flag(analysis.isLostSegment()),
                flag(analysis.isAckLostSegment()),
                flag(analysis.isDuplicateAck()),
                flag(analysis.isKeepAlive()),
                flag(analysis.isKeepAliveAck()),
                flag(analysis.isWindowUpdate()),
                flag(analysis.isWindowFull()),
                flag(analysis.isZeroWindow()),
                flag(analysis.isZeroWindowProbe()),
                flag(analysis.isZeroWindowProbeAck()),
                flag(analysis.isReusedPorts()),
                seconds(analysis.ackRttNanos()),
                seconds(analysis.initialRttNanos()),
                octets(analysis.bytesInFlight()));
    }

    /** Of a quoted segment Wireshark gives the numbers as they are, and only of IPv6 also as raw ones. */
    @Override
    public void quoted(DecodedPacket packet, IcmpError error, @Nullable Connection connection) {
        TcpHeader tcp = error.quotedTcp();
        boolean v6 = error.version() == 6;
        boolean sound = error.isQuoteSound();
        String sequence =
                (v6 ? sound : error.quotesSequenceNumber()) ? Integer.toUnsignedString(tcp.sequenceNumber()) : null;
        String acknowledgment = sound ? Integer.toUnsignedString(tcp.acknowledgmentNumber()) : null;
        row(
                packet,
                tcp,
                connection == null ? null : Long.toString(connection.index()),
                sound ? flags(tcp) : null,
                sequence,
                acknowledgment,
                v6 ? sequence : null,
                acknowledgment,
                null,
                sound ? Integer.toString(tcp.window()) : null);
    }

    /** Writes a row; the cells that are not given at its end are empty. */
    private void row(DecodedPacket decoded, TcpHeader tcp, @Nullable String... rest) {
        Packet packet = decoded.packet();
        IpHeader v4 = decoded.outermostV4();
        IpHeader v6 = decoded.outermostV6();
        @Nullable String[] cells = new @Nullable String[COLUMNS.length];
        cells[0] = Long.toString(packet.number());
        cells[1] = packet.hasTimestamp() ? Seconds.format(packet.timestampNanos(), EPOCH_DIGITS) : null;
        cells[2] = Integer.toString(packet.originalLength());
        cells[3] = v4 == null ? null : v4.source().toString();
        cells[4] = v4 == null ? null : v4.nextDestination().toString();
        cells[5] = v6 == null ? null : v6.source().toString();
        cells[6] = v6 == null ? null : v6.nextDestination().toString();
        cells[7] = Integer.toString(tcp.sourcePort());
        cells[8] = Integer.toString(tcp.destinationPort());
        System.arraycopy(rest, 0, cells, 9, rest.length);
        row(cells);
    }

    private static String flags(TcpHeader tcp) {
        return String.format(Locale.ROOT, "0x%04x", tcp.flags());
    }

    private static @Nullable String flag(boolean set) {
        return set ? SET : null;
    }

    private static @Nullable String seconds(long nanos) {
        return nanos == SegmentAnalysis.ABSENT ? null : Seconds.format(nanos, EPOCH_DIGITS);
    }

    private static @Nullable String octets(long value) {
        return value == SegmentAnalysis.ABSENT ? null : Long.toString(value);
    }
}
