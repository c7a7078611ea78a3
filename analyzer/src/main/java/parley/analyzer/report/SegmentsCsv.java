package parley.analyzer.report;

import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/** segments.csv: a frame with TCP a row, its columns Wireshark's fields in Wireshark's forms. */
final class SegmentsCsv extends CsvSink {
    private static final String SET = "1";
    private static final int EPOCH_DIGITS = 9;

    SegmentsCsv(OutputStream out, ReportStyle style) {
        super(
                "segments.csv",
                out,
                style,
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
                "tcp.analysis.bytes_in_flight");
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        IpHeader ip = packet.ip();
        String source = segment.flow().endpoint().address().toString();
        String destination = segment.connection()
                .reverse(segment.flow())
                .endpoint()
                .address()
                .toString();
        boolean v4 = ip.version() == 4;
        TcpHeader tcp = segment.header();
        SegmentAnalysis analysis = segment.analysis();
        row(
                Long.toString(segment.frame()),
                segment.packet().packet().hasTimestamp()
                        ? Seconds.format(segment.timestampNanos(), EPOCH_DIGITS)
                        : null,
                Integer.toString(segment.frameLength()),
                v4 ? source : null,
                v4 ? destination : null,
                v4 ? null : source,
                v4 ? null : destination,
                Integer.toString(tcp.sourcePort()),
                Integer.toString(tcp.destinationPort()),
                Long.toString(segment.connection().index()),
                String.format(Locale.ROOT, "0x%04x", tcp.flags()),
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
