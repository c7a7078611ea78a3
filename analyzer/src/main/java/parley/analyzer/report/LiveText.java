package parley.analyzer.report;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;

/**
 * What happens on the wire as it happens, a line each: messages with the layers under them, handshakes, closes.
 *
 * <p>Called by the thread that owns the analysis; lines are flushed one by one.
 */
public final class LiveText implements AnalysisListener {
    private static final int KIND_WIDTH = 10;
    private static final int MESSAGE_WIDTH = 52;

    private final PrintWriter out;
    private final boolean everySegment;
    private final CaptureTime time = new CaptureTime();
    private final Set<Connection> announced = new HashSet<>();
    private final TcpInfo tcpInfo = new TcpInfo();

    /** @param everySegment whether each segment gets a line too */
    public LiveText(PrintWriter out, boolean everySegment) {
        this.out = out;
        this.everySegment = everySegment;
    }

    @Override
    public void started(long firstNanos, int timestampDigits) {
        time.start(firstNanos, Math.min(timestampDigits, 6));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        if (everySegment) {
            line(segment.timestampNanos(), kind("frame " + segment.frame()) + tcpInfo.write(segment));
        }
        Connection connection = segment.connection();
        if (connection.handshake().isComplete() && announced.add(connection)) {
            line(
                    segment.timestampNanos(),
                    kind("connected") + ends(connection.client(), connection) + "  handshake in frames "
                            + connection.handshake().synFrame() + ", "
                            + connection.handshake().synAckFrame() + ", "
                            + connection.handshake().ackFrame());
        }
        if (segment.isFin() && segment.flow().finFrame() == segment.frame()) {
            line(
                    segment.timestampNanos(),
                    kind("FIN") + ends(segment.flow(), connection) + "  frame " + segment.frame());
        }
        if (segment.isRst()) {
            line(
                    segment.timestampNanos(),
                    kind("RST") + ends(segment.flow(), connection) + "  frame " + segment.frame());
        }
    }

    @Override
    public void decoded(Message message) {
        Carrier last = message.last();
        Connection connection = message.connection();
        Flow flow = message.direction() == Direction.CLIENT ? connection.client() : connection.server();
        String frames = message.first().frame() == last.frame()
                ? "frame " + last.frame()
                : "frames " + message.first().frame() + "-" + last.frame();
        line(
                message.timestampNanos(),
                kind(MessageText.visible(message.kind())) + pad(MessageText.said(message), MESSAGE_WIDTH) + "  "
                        + frames + "  " + TcpFlags.names(last.flags()) + " Seq="
                        + last.sequence() + " Ack=" + last.acknowledgment() + " Len=" + last.length() + "  "
                        + ends(flow, connection));
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        out.println(
                kind("missing") + length + " octets of " + ends(flow, connection) + ": the capture does not have them");
        out.flush();
    }

    @Override
    public void closed(Connection connection) {
        announced.remove(connection);
    }

    private static String ends(Flow flow, Connection connection) {
        return flow.endpoint() + " → " + connection.reverse(flow).endpoint();
    }

    private void line(long timestampNanos, String text) {
        out.println(time.at(timestampNanos) + "  " + text);
        out.flush();
    }

    private static String kind(String kind) {
        return pad(kind, KIND_WIDTH) + " ";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
