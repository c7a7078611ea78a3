package parley.analyzer.report;

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

/**
 * packets: one row per packet, as Wireshark exports its packet list. A message may be known to be whole only some
 * packets after the one it ends in, so the last {@value #WINDOW} rows are held; a message that takes longer to be told
 * leaves its packet's row as TCP.
 */
final class PacketsTable extends TableSink<HeldRows.Row> {
    static final List<Column<HeldRows.Row>> COLUMNS = List.of(
            Column.number("No.", HeldRows.Row::frame),
            new Column<>("Time", Column.Type.SECONDS, HeldRows.Row::writeTime),
            new Column<>("Source", Column.Type.TEXT, HeldRows.Row::writeSource),
            new Column<>("Destination", Column.Type.TEXT, HeldRows.Row::writeDestination),
            Column.text("Protocol", HeldRows.Row::protocol),
            Column.number("Length", HeldRows.Row::length),
            new Column<>("Info", Column.Type.TEXT, HeldRows.Row::writeInfo),
            Column.text("Comment", HeldRows.Row::comment));

    /** Rows that are held when others are written. */
    static final int WINDOW = 1 << 15;

    private final HeldRows held = new HeldRows();
    private final TcpInfo tcpInfo = new TcpInfo();

    PacketsTable(OutputStream out, ReportStyle style) {
        super(CsvReport.PACKETS, out, style, COLUMNS);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        makeRoom();
        Packet captured = packet.packet();
        String info = segment == null ? PacketDescription.info(packet) : tcpInfo.write(segment);
        String comment = captured.comment();
        held.add(
                captured.number(),
                captured.hasTimestamp() ? time().since(captured.timestampNanos()) : 0,
                captured.hasTimestamp() ? captured.timestampDigits() : HeldRows.NO_TIME,
                source(packet, segment),
                destination(packet, segment),
                segment == null ? PacketDescription.protocol(packet) : inTunnels(packet),
                captured.wireLength(),
                info,
                comment == null ? null : wire(comment));
    }

    private void makeRoom() {
        while (held.isFull()) {
            held.release(Math.max(1, held.count() - WINDOW), this::write);
        }
    }

    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        String info = tcpInfo.write(segment);
        held.change(packet.packet().number(), inTunnels(packet), info);
    }

    /** TCP's name as Wireshark has it, which names of all tunnels only GTP. */
    private String inTunnels(DecodedPacket packet) {
        int tunnels = packet.gtpTunnels();
        return "GTP <".repeat(tunnels) + tcpInfo.protocol() + ">".repeat(tunnels);
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
            held.change(frame, message.protocol(), wire(text));
        }
    }

    @Override
    void lastRows(AnalysisSummary summary, List<Finding> findings) {
        held.release(held.count(), this::write);
    }
}
