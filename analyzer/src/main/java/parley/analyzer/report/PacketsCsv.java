package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.capture.Packet;
import parley.analyzer.findings.Finding;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;

/**
 * packets.csv: a packet a row, as Wireshark exports its packet list. A message may be known to be whole only some
 * packets after the one it ends in, so the last {@value #WINDOW} rows are held; a message that takes longer to be told
 * leaves its packet's row as TCP.
 */
final class PacketsCsv implements ReportSink {
    private static final String[] COLUMNS = {
        "No.", "Time", "Source", "Destination", "Protocol", "Length", "Info", "Comment"
    };

    /** Rows that are held when others are written. */
    static final int WINDOW = 1 << 15;

    private final ReportStyle style;
    private final OctetCsv csv;
    private final HeldRows held = new HeldRows();
    private final TcpInfo tcpInfo = new TcpInfo();

    PacketsCsv(OutputStream out, ReportStyle style) {
        this.style = style;
        csv = new OctetCsv(style.file(CsvReport.PACKETS), out, COLUMNS);
    }

    @Override
    public void started(long firstNanos, int timestampDigits) {
        style.time().start(firstNanos, timestampDigits);
    }

    @Override
    public void finer(int timestampDigits) {
        style.time().finer(timestampDigits);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        makeRoom();
        Packet captured = packet.packet();
        String time = captured.hasTimestamp() ? style.time().of(captured) : "";
        String info = segment == null ? PacketDescription.info(packet) : tcpInfo.write(segment);
        String comment = captured.comment();
        held.add(
                captured.number(),
                time + "," + source(packet, segment) + "," + destination(packet, segment) + ",",
                segment == null ? other(packet) : tcp(packet),
                PacketDescription.length(captured),
                info,
                comment == null ? null : style.text().cell(comment));
    }

    private void makeRoom() {
        while (held.isFull()) {
            held.write(Math.max(1, held.count() - WINDOW), csv);
        }
    }

    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        String info = tcpInfo.write(segment, packet);
        held.change(packet.packet().number(), tcp(packet), info);
    }

    /** Wireshark says of the whole packet that it was cut where it looks for something of the quote that is cut off. */
    @Override
    public void quoted(DecodedPacket packet, IcmpError error, PartialSegment segment) {
        tcpInfo.write(segment, packet);
        if (tcpInfo.isCut()) {
            held.change(packet.packet().number(), PacketDescription.protocol(packet), error + TcpInfo.CUT);
        }
    }

    private String tcp(DecodedPacket packet) {
        int tunnels = tcpInfo.isWhole() ? packet.gtpTunnels() : tcpInfo.isCut() ? 0 : packet.gtpTunnelsOfEthernet();
        return inTunnels(tunnels, tcpInfo.protocol());
    }

    private static String other(DecodedPacket packet) {
        return inTunnels(packet.fault() == null ? packet.gtpTunnels() : 0, PacketDescription.protocol(packet));
    }

    /** As Wireshark has it, which names of all tunnels only GTP, and not even that where it gives up in it. */
    private static String inTunnels(int tunnels, String protocol) {
        return "GTP <".repeat(tunnels) + protocol + ">".repeat(tunnels);
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
        makeRoom();
        long frame = message.last().frame();
        String text = MessageText.of(message);
        if (message.protocol().equals(held.protocol(frame))) {
            held.append(frame, " | " + text);
        } else {
            held.change(frame, message.protocol(), style.text().cell(text));
        }
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        held.write(held.count(), csv);
        csv.finish();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
