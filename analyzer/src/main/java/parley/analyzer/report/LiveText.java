package parley.analyzer.report;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.OverlapConflict;
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
    private static final int TEXT_WIDTH = 52;

    private final PrintWriter out;
    private final boolean everySegment;
    private final boolean colours;
    private final CaptureTime time = new CaptureTime();
    private final Set<Connection> announced = new HashSet<>();
    private final TcpInfo tcpInfo = new TcpInfo();
    private Runnable whenUnwritable = () -> {};
    private @Nullable UncheckedIOException failure;

    /** Select Graphic Rendition (ECMA-48 8.3.117) for the word that says what happens. */
    private enum Colour {
        CLIENT("\u001b[36m"),
        SERVER("\u001b[32m"),
        CONNECTION("\u001b[34m"),
        TROUBLE("\u001b[31m"),
        FAINT("\u001b[2m");

        private static final String RESET = "\u001b[0m";

        private final String begin;

        Colour(String begin) {
            this.begin = begin;
        }
    }

    /**
     * Prepares to tell what happens.
     *
     * @param everySegment whether each segment gets a line too
     * @param colours whether lines may be coloured by escape sequences
     */
    public LiveText(PrintWriter out, boolean everySegment, boolean colours) {
        this.out = out;
        this.everySegment = everySegment;
        this.colours = colours;
    }

    /** Has something done once, when nothing can be written any more: a full disk, or a reader that has gone. */
    public void whenUnwritable(Runnable action) {
        whenUnwritable = action;
    }

    /** @throws UncheckedIOException if not all could be written: the analysis went on without a word */
    public void requireWritten() {
        if (failure != null) {
            throw failure;
        }
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
            line(segment.timestampNanos(), Colour.FAINT, "frame " + segment.frame(), tcpInfo.write(segment), "");
        }
        Connection connection = segment.connection();
        Handshake handshake = connection.handshake();
        if (handshake.isComplete() && announced.add(connection)) {
            line(
                    segment.timestampNanos(),
                    Colour.CONNECTION,
                    "connected",
                    ends(connection.client(), connection),
                    "handshake in frames " + handshake.synFrame() + ", " + handshake.synAckFrame() + ", "
                            + handshake.ackFrame());
        }
        if (segment.isFin() && segment.flow().finFrame() == segment.frame()) {
            closing(segment, Colour.CONNECTION, "FIN");
        }
        if (segment.isRst()) {
            closing(segment, Colour.TROUBLE, "RST");
        }
    }

    private void closing(Segment segment, Colour colour, String flag) {
        String ends = ends(segment.flow(), segment.connection());
        line(segment.timestampNanos(), colour, flag, ends, "frame " + segment.frame());
    }

    @Override
    public void decoded(Message message) {
        Carrier last = message.last();
        Connection connection = message.connection();
        boolean fromClient = message.direction() == Direction.CLIENT;
        String frames = message.first().frame() == last.frame()
                ? "frame " + last.frame()
                : "frames " + message.first().frame() + "-" + last.frame();
        line(
                message.timestampNanos(),
                fromClient ? Colour.CLIENT : Colour.SERVER,
                MessageText.visible(message.kind()),
                MessageText.said(message),
                frames + "  " + TcpFlags.names(last.flags()) + " Seq=" + last.sequence() + " Ack="
                        + last.acknowledgment() + " Len=" + last.length() + "  "
                        + ends(fromClient ? connection.client() : connection.server(), connection));
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        print(coloured(Colour.TROUBLE, pad("missing", KIND_WIDTH)) + " " + length + " bytes of "
                + ends(flow, connection) + ": the capture does not have them");
    }

    @Override
    public void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
        print(coloured(Colour.TROUBLE, pad("differing", KIND_WIDTH)) + " " + ends(flow, connection) + " Seq="
                + conflict.sequence() + ": " + MessageText.visible(Words.octets(conflict.earlier())) + " in frame "
                + conflict.earlierFrame()
                + ", " + MessageText.visible(Words.octets(conflict.later())) + " in frame " + conflict.laterFrame());
    }

    @Override
    public void decoderFailed(Connection connection, String decoder, long frame, String reason) {
        print(coloured(Colour.TROUBLE, pad("undecoded", KIND_WIDTH)) + " " + ends(connection.client(), connection)
                + " from frame " + frame + " on: the decoder " + decoder + " failed, "
                + MessageText.visible(reason));
    }

    @Override
    public void closed(Connection connection) {
        announced.remove(connection);
    }

    private static String ends(Flow flow, Connection connection) {
        return flow.endpoint() + " → " + connection.reverse(flow).endpoint();
    }

    private void line(long timestampNanos, Colour colour, String what, String text, String layers) {
        String padded = layers.isEmpty() ? text : pad(text, TEXT_WIDTH) + "  " + coloured(Colour.FAINT, layers);
        print(coloured(Colour.FAINT, time.at(timestampNanos)) + "  " + coloured(colour, pad(what, KIND_WIDTH)) + " "
                + padded);
    }

    private void print(String line) {
        if (failure != null) {
            return;
        }
        try {
            out.println(line);
            out.flush();
        } catch (UncheckedIOException unwritable) {
            failure = unwritable;
            whenUnwritable.run();
        }
    }

    private String coloured(Colour colour, String text) {
        return colours ? colour.begin + text + Colour.RESET : text;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
