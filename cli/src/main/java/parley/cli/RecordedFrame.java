package parley.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.Packet;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;
import parley.client.web.LineOnWire;

/** What is kept of a segment's frame: a copy of what the views say while they are good. */
final class RecordedFrame {
    /** Octets kept of a frame: its headers and what a line usually has. */
    static final int OCTETS = 256;

    private final long number;
    private final long timestampNanos;
    private final int length;
    private final Endpoint source;
    private final Endpoint destination;
    private final int timeToLive;
    private final @Nullable Integer identification;
    private final boolean dontFragment;
    private final int ipLength;
    private final int flags;
    private final long sequence;
    private final long acknowledgment;
    private final int rawSequence;
    private final int rawAcknowledgment;
    private final long window;
    private final int headerLength;
    private final int payloadLength;
    private final byte[] octets;

    RecordedFrame(Segment segment) {
        Packet packet = segment.packet().packet();
        IpHeader ip = segment.packet().ip();
        TcpHeader tcp = segment.header();
        number = segment.frame();
        timestampNanos = segment.timestampNanos();
        length = segment.frameLength();
        source = segment.flow().endpoint();
        destination = segment.connection().reverse(segment.flow()).endpoint();
        timeToLive = ip.timeToLive();
        identification = ip.identification().isPresent() ? ip.identification().getAsInt() : null;
        dontFragment = ip.dontFragment();
        ipLength = ip.totalLength();
        flags = tcp.flags();
        sequence = segment.sequence();
        acknowledgment = segment.acknowledgment();
        rawSequence = tcp.sequenceNumber();
        rawAcknowledgment = tcp.acknowledgmentNumber();
        window = segment.window();
        headerLength = tcp.headerLength();
        payloadLength = segment.length();
        octets = new byte[Math.min(packet.capturedLength(), OCTETS)];
        MemorySegment.copy(packet.data(), ValueLayout.JAVA_BYTE, packet.offset(), octets, 0, octets.length);
    }

    long number() {
        return number;
    }

    /** Nanoseconds since the epoch. */
    long timestampNanos() {
        return timestampNanos;
    }

    /** As the page shows it. */
    LineOnWire.Frame shown() {
        return new LineOnWire.Frame(
                number,
                timestampNanos,
                length,
                source.address().toString(),
                source.port(),
                destination.address().toString(),
                destination.port(),
                timeToLive,
                identification,
                dontFragment,
                ipLength,
                TcpInfo.flags(flags),
                sequence,
                acknowledgment,
                Integer.toUnsignedLong(rawSequence),
                Integer.toUnsignedLong(rawAcknowledgment),
                window,
                headerLength,
                payloadLength,
                HexFormat.of().formatHex(octets));
    }
}
