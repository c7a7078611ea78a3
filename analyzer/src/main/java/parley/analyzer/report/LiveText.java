package parley.analyzer.report;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.LimitsReached;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.capture.FaultyPacketRule;
import parley.analyzer.report.LiveTroubles.Trouble;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.OverlapConflict;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.Fault;
import parley.analyzer.wire.IcmpError;

/**
 * What happens on the wire as it happens, a line each: messages with the layers under them, handshakes, closes, and what
 * is wrong, of which a bad link has more than is told ({@link LiveTroubles}).
 *
 * <p>Called by the thread that owns the analysis.
 */
public final class LiveText implements AnalysisListener {
    private static final int KIND_WIDTH = 10;
    private static final int TEXT_WIDTH = 52;
    private static final int SHORT_LAYERS = 30;
    private static final String INDENT = "  ";

    private final LiveScreen screen;
    private final boolean lineByLine;
    private final boolean everySegment;
    private final boolean colours;
    private final int columns;
    private final CaptureTime time = new CaptureTime();
    private final Set<Connection> announced = new HashSet<>();
    private final LiveTroubles troubles = new LiveTroubles(this::tellLeftOut);
    private final TcpInfo tcpInfo = new TcpInfo();
    private LimitsReached toldLimits = LimitsReached.NONE;
    private long frame;
    private long nowNanos;
    private long messages;

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
     * Prepares to tell what happens, each line at once.
     *
     * @param everySegment whether each segment gets a line too
     * @param colours whether lines may be coloured by escape sequences
     */
    public LiveText(PrintWriter out, boolean everySegment, boolean colours) {
        this(new LiveScreen(out, null, System::nanoTime), everySegment, colours, 0, true);
    }

    /**
     * Prepares to tell what happens; when lines are written is for the screen to say.
     *
     * @param everySegment whether each segment gets a line too
     * @param colours whether lines may be coloured by escape sequences
     * @param columns of the terminal that the lines are for: what does not fit has its layers in a second line; 0 where
     *     they are for no terminal
     */
    public LiveText(LiveScreen screen, boolean everySegment, boolean colours, int columns) {
        this(screen, everySegment, colours, columns, false);
    }

    private LiveText(LiveScreen screen, boolean everySegment, boolean colours, int columns, boolean lineByLine) {
        this.screen = screen;
        this.everySegment = everySegment;
        this.colours = colours;
        this.columns = columns;
        this.lineByLine = lineByLine;
    }

    /** Has something done once, when nothing can be written any more: a full disk, or a reader that has gone. */
    public void whenUnwritable(Runnable action) {
        screen.whenUnwritable(action);
    }

    /** @throws UncheckedIOException if not all could be written: the analysis went on without a word */
    public void requireWritten() {
        screen.requireWritten();
    }

    /** Messages told until now. */
    public long messages() {
        return messages;
    }

    @Override
    public void started(long firstNanos, int timestampDigits) {
        time.start(firstNanos, Math.min(timestampDigits, 6));
    }

    @Override
    public void finer(int timestampDigits) {
        time.finer(Math.min(timestampDigits, 6));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        frame = packet.packet().number();
        nowNanos = packet.packet().timestampNanos();
        troubles.advanceTo(nowNanos);
        Fault fault = packet.fault();
        if (fault != null && mayTell(Trouble.FAULTY)) {
            trouble(Trouble.FAULTY, FaultyPacketRule.reason(fault), "frame " + frame);
        }
        if (segment != null) {
            segment(segment);
        }
    }

    private void segment(Segment segment) {
        if (everySegment) {
            line(nowNanos, Colour.FAINT, "frame " + frame, tcpInfo.write(segment), "");
        }
        Trouble trouble = LiveTroubles.of(segment);
        if (trouble != null && mayTell(trouble)) {
            trouble(trouble, LiveTroubles.words(segment), layers(segment));
        }
        Connection connection = segment.connection();
        Handshake handshake = connection.handshake();
        if (handshake.isComplete() && announced.add(connection)) {
            line(
                    nowNanos,
                    Colour.CONNECTION,
                    "connected",
                    ends(connection.client(), connection),
                    "handshake in frames " + handshake.synFrame() + ", " + handshake.synAckFrame() + ", "
                            + handshake.ackFrame());
        }
        if (segment.isFin() && segment.flow().finFrame() == frame) {
            line(nowNanos, Colour.CONNECTION, "FIN", ends(segment.flow(), connection), "frame " + frame);
        }
        if (segment.isRst() && mayTell(Trouble.RESET)) {
            trouble(Trouble.RESET, ends(segment.flow(), connection), "frame " + frame);
        }
    }

    private boolean mayTell(Trouble trouble) {
        return troubles.mayTell(trouble, frame, nowNanos);
    }

    private void trouble(Trouble trouble, String text, String layers) {
        line(nowNanos, Colour.TROUBLE, trouble.word, text, layers);
    }

    private void tellLeftOut(String what) {
        print(coloured(Colour.TROUBLE, "…") + " " + what);
    }

    /** What was left out to keep messages readable is told, and nothing more will come. */
    public void end() {
        troubles.tellLeftOut();
        screen.end();
    }

    /** Nothing has been captured for so long that nothing more is left out: what was is told. */
    public void quiet() {
        if (troubles.hasLeftOut()) {
            troubles.tellLeftOut();
            screen.flush();
        }
    }

    /** Packets were dropped by the system while it captured; told each time there are more. */
    public void dropped(long more, long all) {
        line(
                nowNanos,
                Colour.TROUBLE,
                "dropped",
                Words.count(more, "packet") + " lost by the capture, " + Words.number(all) + " in all",
                "near frame " + frame);
    }

    /** How often limits have been reached until now: each is told when it is reached first. */
    public void limits(LimitsReached reached) {
        limit(toldLimits.connections(), reached.connections(), "connections are forgotten: too many are open");
        limit(toldLimits.segments(), reached.segments(), "acknowledgements are not looked for: too many segments wait");
        limit(toldLimits.reassembly(), reached.reassembly(), "octets are given up: too many are out of order");
        limit(toldLimits.datagrams(), reached.datagrams(), "a fragmented datagram is given up incomplete");
        limit(toldLimits.recognition(), reached.recognition(), "a connection is given up: no decoder recognises it");
        limit(
                toldLimits.messages(),
                reached.messages(),
                "messages are told without their acknowledgement or beginning");
        limit(toldLimits.decoding(), reached.decoding(), "a decoder forgets or guesses something: too much waits");
        toldLimits = reached;
    }

    private void limit(long told, long reached, String text) {
        if (told == 0 && reached > 0) {
            line(nowNanos, Colour.TROUBLE, "limit", text, "near frame " + frame);
        }
    }

    @Override
    public void decoded(Message message) {
        messages++;
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
                frames + "  " + numbers(last.flags(), last.sequence(), last.acknowledgment(), last.length()) + "  "
                        + ends(fromClient ? connection.client() : connection.server(), connection));
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        if (mayTell(Trouble.MISSING)) {
            String text = Words.count(length, "byte") + " of " + ends(flow, connection);
            trouble(Trouble.MISSING, text, "the capture does not have them");
        }
    }

    @Override
    public void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
        if (mayTell(Trouble.DIFFERING)) {
            trouble(
                    Trouble.DIFFERING,
                    ends(flow, connection) + " Seq=" + conflict.sequence(),
                    MessageText.visible(Words.octets(conflict.earlier())) + " in frame " + conflict.earlierFrame()
                            + ", "
                            + MessageText.visible(Words.octets(conflict.later())) + " in frame "
                            + conflict.laterFrame());
        }
    }

    @Override
    public void quoted(DecodedPacket packet, IcmpError error, PartialSegment segment) {
        if (mayTell(Trouble.REFUSED)) {
            Endpoint from =
                    new Endpoint(error.quotedIp().source(), error.quotedTcp().sourcePort());
            Endpoint to = new Endpoint(
                    error.quotedIp().destination(), error.quotedTcp().destinationPort());
            trouble(Trouble.REFUSED, error + " about " + from + " → " + to, "frame " + frame);
        }
    }

    @Override
    public void decoderFailed(Connection connection, String decoder, long failedFrame, String reason) {
        if (mayTell(Trouble.UNDECODED)) {
            trouble(
                    Trouble.UNDECODED,
                    ends(connection.client(), connection) + " from frame " + failedFrame + " on",
                    "the decoder " + decoder + " failed, " + MessageText.visible(reason));
        }
    }

    @Override
    public void closed(Connection connection) {
        announced.remove(connection);
    }

    private static String ends(Flow flow, Connection connection) {
        return flow.endpoint() + " → " + connection.reverse(flow).endpoint();
    }

    private static String layers(Segment segment) {
        return "frame " + segment.frame() + "  "
                + numbers(segment.header().flags(), segment.sequence(), segment.acknowledgment(), segment.length())
                + "  " + ends(segment.flow(), segment.connection());
    }

    private static String numbers(int flags, long sequence, long acknowledgment, long length) {
        return TcpFlags.names(flags) + " Seq=" + sequence + " Ack=" + acknowledgment + " Len=" + length;
    }

    private void line(long timestampNanos, Colour colour, String what, String text, String layers) {
        String at = time.at(timestampNanos);
        String head = coloured(Colour.FAINT, at) + "  " + coloured(colour, pad(what, KIND_WIDTH)) + " ";
        if (layers.isEmpty()) {
            print(head + text);
            return;
        }
        int headWidth = at.length() + 2 + Math.max(KIND_WIDTH, width(what)) + 1;
        if (columns == 0 || headWidth + Math.max(width(text), TEXT_WIDTH) + 2 + width(layers) <= columns) {
            print(head + pad(text, TEXT_WIDTH) + "  " + coloured(Colour.FAINT, layers));
        } else if (width(layers) <= SHORT_LAYERS && headWidth + width(text) + 2 + width(layers) <= columns) {
            print(head + text + "  " + coloured(Colour.FAINT, layers));
        } else {
            print(head + text);
            print(INDENT + coloured(Colour.FAINT, layers));
        }
    }

    private void print(String line) {
        screen.line(line);
        if (lineByLine) {
            screen.flush();
        }
    }

    private String coloured(Colour colour, String text) {
        return colours ? colour.begin + text + Colour.RESET : text;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
