package parley.analyzer.report;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;

/**
 * packets.csv: a packet a row, as Wireshark exports its packet list. A message may be known to be whole only some
 * packets after the one it ends in, so the last {@value #WINDOW} rows are held; a message that takes longer to be told
 * leaves its packet's row as TCP.
 */
final class PacketsCsv extends CsvSink {
    static final int WINDOW = 1 << 15;

    private static final int PROTOCOL = 4;
    private static final int INFO = 6;

    private final SequencedMap<Long, @Nullable String[]> held = new LinkedHashMap<>();
    private final TcpInfo tcpInfo = new TcpInfo();

    PacketsCsv(OutputStream out, ReportStyle style) {
        super(
                "packets.csv",
                out,
                style,
                "No.",
                "Time",
                "Source",
                "Destination",
                "Protocol",
                "Length",
                "Info",
                "Comment");
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (held.size() >= 2 * WINDOW) {
            write(WINDOW);
        }
        String info = segment == null ? PacketDescription.info(packet) : tcpInfo.write(segment);
        String comment = packet.packet().comment();
        long frame = packet.packet().number();
        held.put(frame, new @Nullable String[] {
            Long.toString(frame),
            packet.packet().hasTimestamp() ? time().at(packet.packet().timestampNanos()) : "",
            source(packet, segment),
            destination(packet, segment),
            segment == null ? PacketDescription.protocol(packet) : tcpInfo.protocol(),
            Integer.toString(packet.packet().originalLength()),
            info,
            comment == null ? null : wire(comment)
        });
    }

    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        @Nullable String[] row = held.get(packet.packet().number());
        if (row != null) {
            row[INFO] = tcpInfo.write(segment);
            row[PROTOCOL] = tcpInfo.protocol();
        }
    }

    private static String source(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null) {
            return segment.flow().endpoint().address().toString();
        }
        return packet.hasIp() ? packet.ip().source().toString() : packet.link().source();
    }

    private static String destination(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null) {
            return segment.connection()
                    .reverse(segment.flow())
                    .endpoint()
                    .address()
                    .toString();
        }
        return packet.hasIp()
                ? packet.ip().destination().toString()
                : packet.link().destination();
    }

    @Override
    public void decoded(Message message) {
        @Nullable String[] row = held.get(message.last().frame());
        if (row == null) {
            return;
        }
        String text = MessageText.of(message);
        boolean another = message.protocol().equals(row[PROTOCOL]);
        row[PROTOCOL] = message.protocol();
        row[INFO] = another ? row[INFO] + " | " + text : wire(text);
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            row(held.pollFirstEntry().getValue());
        }
    }

    @Override
    void lastRows(AnalysisSummary summary, List<Finding> findings) {
        write(held.size());
    }
}
