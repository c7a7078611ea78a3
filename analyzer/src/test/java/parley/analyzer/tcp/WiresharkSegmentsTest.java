package parley.analyzer.tcp;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import parley.analyzer.wire.IpAddress;

class WiresharkSegmentsTest {
    @TestFactory
    Stream<DynamicTest> ownCapturesAgreeInEveryCell() throws IOException {
        return WiresharkCaptures.own().tests("segments", WiresharkSegmentsTest::compare);
    }

    @TestFactory
    Stream<DynamicTest> namedCapturesAgreeInEveryCell() throws IOException {
        return WiresharkCaptures.namedTests("segments", WiresharkSegmentsTest::compare);
    }

    private static void compare(WiresharkCaptures.WiresharkCase wiresharkCase) {
        wiresharkCase.compare("frame.number", WiresharkSegmentsTest::cell);
    }

    /** What segments.csv would say, in the words of its expected files. */
    static String cell(Segment segment, String column) {
        return column.startsWith("tcp.analysis.")
                ? analysis(segment.analysis(), column)
                : String.valueOf(
                        switch (column) {
                            case "frame.number" -> segment.frame();
                            case "frame.time_epoch" -> seconds(segment.timestampNanos());
                            case "frame.len" -> segment.frameLength();
                            case "ip.src" -> address(segment.packet().ip().source(), 4);
                            case "ip.dst" -> address(segment.packet().ip().destination(), 4);
                            case "ipv6.src" -> address(segment.packet().ip().source(), 6);
                            case "ipv6.dst" -> address(segment.packet().ip().destination(), 6);
                            case "tcp.srcport" -> segment.header().sourcePort();
                            case "tcp.dstport" -> segment.header().destinationPort();
                            case "tcp.stream" -> segment.connection().index();
                            case "tcp.flags" ->
                                "0x%04x".formatted(segment.header().flags());
                            case "tcp.seq" -> segment.sequence();
                            case "tcp.ack" -> segment.acknowledgment();
                            case "tcp.seq_raw" ->
                                Integer.toUnsignedString(segment.header().sequenceNumber());
                            case "tcp.ack_raw" ->
                                Integer.toUnsignedString(segment.header().acknowledgmentNumber());
                            case "tcp.len" -> segment.length();
                            case "tcp.window_size" -> segment.window();
                            default -> throw new AssertionError("no such column: " + column);
                        });
    }

    private static String analysis(SegmentAnalysis said, String column) {
        return switch (column.substring("tcp.analysis.".length())) {
            case "retransmission" -> flag(said.isAnyRetransmission());
            case "fast_retransmission" -> flag(said.isFastRetransmission());
            case "spurious_retransmission" -> flag(said.isSpuriousRetransmission());
            case "out_of_order" -> flag(said.isOutOfOrder());
            case "lost_segment" -> flag(said.isLostSegment());
            case "ack_lost_segment" -> flag(said.isAckLostSegment());
            case "duplicate_ack" -> flag(said.isDuplicateAck());
            case "keep_alive" -> flag(said.isKeepAlive());
            case "keep_alive_ack" -> flag(said.isKeepAliveAck());
            case "window_update" -> flag(said.isWindowUpdate());
            case "window_full" -> flag(said.isWindowFull());
            case "zero_window" -> flag(said.isZeroWindow());
            case "zero_window_probe" -> flag(said.isZeroWindowProbe());
            case "zero_window_probe_ack" -> flag(said.isZeroWindowProbeAck());
            case "reused_ports" -> flag(said.isReusedPorts());
            case "ack_rtt" -> rtt(said.ackRttNanos());
            case "initial_rtt" -> rtt(said.initialRttNanos());
            case "bytes_in_flight" -> said.bytesInFlight() < 0 ? "" : Long.toString(said.bytesInFlight());
            default -> throw new AssertionError("no such column: " + column);
        };
    }

    private static String flag(boolean applies) {
        return applies ? "1" : "";
    }

    private static String rtt(long nanos) {
        return nanos == SegmentAnalysis.ABSENT ? "" : seconds(nanos);
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).toPlainString();
    }

    private static String address(IpAddress address, int version) {
        return address.version() == version ? address.toString() : "";
    }
}
