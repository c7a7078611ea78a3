package parley.analyzer.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;

/**
 * What is wrong with a segment, and how much of that is told: of each kind {@value #MOST} lines in a second of the
 * capture, then how many more there were. So a bad link does not drown what is said on it.
 */
final class LiveTroubles {
    private static final int MOST = 5;
    private static final long WINDOW_NANOS = 1_000_000_000;

    /** Segments that Wireshark's duplicate ACKs are told of at: so many make a sender send again (RFC 5681 section 3.2). */
    private static final int DUPLICATE_ACKS = 3;

    /** The kinds of trouble: the word for one, and what many are called. */
    enum Trouble {
        RESENT("resent", "retransmissions"),
        OVERTAKEN("overtaken", "segments out of order"),
        UNSEEN("unseen", "segments around others that the capture does not have"),
        STALLED("stalled", "segments about a window that is full or closed"),
        ASKED_AGAIN("dup ACK", "bursts of duplicate ACKs"),
        REUSED("reused", "ports that were used again"),
        RESET("RST", "resets"),
        MISSING("missing", "gaps"),
        DIFFERING("differing", "segments that differ from what they repeat"),
        UNDECODED("undecoded", "connections on which a decoder failed"),
        FAULTY("faulty", "packets that make no sense"),
        REFUSED("ICMP", "ICMP errors");

        final String word;
        private final String plural;

        Trouble(String word, String plural) {
            this.word = word;
            this.plural = plural;
        }
    }

    private static final class Window {
        private long sinceNanos;
        private int told;
        private long leftOut;
        private long firstFrame;
        private long lastFrame;
    }

    private final Map<Trouble, Window> windows = new EnumMap<>(Trouble.class);
    private final Consumer<String> leftOut;
    private boolean hasLeftOut;
    private long leftOutSince;

    /** @param leftOut is told, in words, what was left out */
    LiveTroubles(Consumer<String> leftOut) {
        this.leftOut = leftOut;
    }

    /** Whether one more may have its line. */
    boolean mayTell(Trouble trouble, long frame, long timestampNanos) {
        Window window = windows.computeIfAbsent(trouble, t -> new Window());
        if (window.told == 0 || timestampNanos - window.sinceNanos >= WINDOW_NANOS) {
            tellLeftOut(trouble, window);
            window.sinceNanos = timestampNanos;
            window.told = 0;
        }
        if (window.told < MOST) {
            window.told++;
            return true;
        }
        if (window.leftOut++ == 0) {
            window.firstFrame = frame;
        }
        window.lastFrame = frame;
        if (!hasLeftOut) {
            hasLeftOut = true;
            leftOutSince = timestampNanos;
        }
        return false;
    }

    /** The capture's time has come this far: what was left out longer ago than a second is told. */
    void advanceTo(long timestampNanos) {
        if (hasLeftOut && timestampNanos - leftOutSince >= WINDOW_NANOS) {
            tellLeftOut();
        }
    }

    /** Whether anything was left out that has not been told. */
    boolean hasLeftOut() {
        return hasLeftOut;
    }

    /** Tells what was left out until now. */
    void tellLeftOut() {
        windows.forEach(this::tellLeftOut);
        hasLeftOut = false;
    }

    private void tellLeftOut(Trouble trouble, Window window) {
        if (window.leftOut > 0) {
            String frames = window.firstFrame == window.lastFrame
                    ? "frame " + window.lastFrame
                    : "frames " + window.firstFrame + " to " + window.lastFrame;
            leftOut.accept(Words.number(window.leftOut) + " more " + trouble.plural + ", " + frames);
            window.leftOut = 0;
        }
    }

    /** The one thing that is most wrong with a segment's numbers; null where nothing is. */
    static @Nullable Trouble of(Segment segment) {
        SegmentAnalysis said = segment.analysis();
        if (!said.hasFlags() || segment.isArtefact()) {
            return null;
        }
        if (said.isAnyRetransmission()) {
            return Trouble.RESENT;
        }
        if (said.isOutOfOrder()) {
            return Trouble.OVERTAKEN;
        }
        if (said.isLostSegment() || said.isAckLostSegment()) {
            return Trouble.UNSEEN;
        }
        if (said.isZeroWindow() || said.isWindowFull()) {
            return Trouble.STALLED;
        }
        if (said.isReusedPorts()) {
            return Trouble.REUSED;
        }
        return said.duplicateAckNumber() == DUPLICATE_ACKS ? Trouble.ASKED_AGAIN : null;
    }

    /** That, in a few words. */
    static String words(Segment segment) {
        SegmentAnalysis said = segment.analysis();
        String octets = segment.length() == 0 ? "" : " of " + Words.count(segment.length(), "byte");
        if (said.isSpuriousRetransmission()) {
            return "spurious retransmission" + octets;
        }
        if (said.isFastRetransmission()) {
            return "fast retransmission" + octets;
        }
        if (said.isRetransmission()) {
            return "retransmission" + octets;
        }
        if (said.isOutOfOrder()) {
            return Words.count(segment.length(), "byte") + " out of order";
        }
        if (said.isLostSegment()) {
            return "the segment before was not captured";
        }
        if (said.isAckLostSegment()) {
            return "acknowledges what was not captured";
        }
        if (said.isZeroWindow()) {
            return "zero window: takes no more for now";
        }
        if (said.isWindowFull()) {
            return "fills the window: nothing more may be sent";
        }
        if (said.isReusedPorts()) {
            return "ports of an earlier connection again";
        }
        return said.duplicateAckNumber() + " ACKs more for Ack=" + segment.acknowledgment() + " of frame "
                + said.duplicateAckFrame();
    }
}
