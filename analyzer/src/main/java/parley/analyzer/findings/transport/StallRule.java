package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * Senders that had data and waited: for a window that the receiver opens (RFC 9293 section 3.8.6), or by Nagle's algorithm
 * (section 3.7.4) for an acknowledgement that the receiver delays (section 3.8.6.3). That they had waited shows in what
 * they send right after it.
 */
public final class StallRule implements Rule {
    /** What a wait must cost to be a warning. */
    private static final long NOTABLE_NANOS = 30_000_000;

    /** Acknowledgements that come sooner are not delayed. */
    private static final long LEAST_DELAY_NANOS = 10_000_000;

    /** What a sender whose window was opened may take to go on, besides the way. */
    private static final long REACTION_NANOS = 2_000_000;

    /** Likewise after an acknowledgement, the way included: what comes later may be a coincidence. */
    private static final long RIGHT_AFTER_NANOS = 1_000_000;

    private static final int DIRECTIONS = 1 << 12;

    /** A direction that sends nothing since it filled the window, or since a delayed acknowledgement. */
    private static final class Waiting {
        private final boolean forWindow;
        private final long frame;
        private final long sinceNanos;
        private final long filledTo;
        private long endedNanos;
        private long endingFrame;

        private Waiting(boolean forWindow, long frame, long sinceNanos, long filledTo) {
            this.forWindow = forWindow;
            this.frame = frame;
            this.sinceNanos = sinceNanos;
            this.filledTo = filledTo;
        }

        void end(Segment segment) {
            endingFrame = segment.frame();
            endedNanos = segment.timestampNanos();
        }

        boolean hasEnded() {
            return endingFrame > 0;
        }
    }

    /** The waits of a direction, or of all. */
    private static final class Stalls {
        private final FrameSet frames = new FrameSet();
        private long count;
        private long totalNanos;
        private long longestNanos;
        private long connection;
        private long longestFrame;

        void add(long nanos, long index, long... evidence) {
            count++;
            totalNanos += nanos;
            if (nanos > longestNanos) {
                longestNanos = nanos;
                connection = index;
                longestFrame = evidence[evidence.length - 1];
            }
            for (long frame : evidence) {
                frames.add(frame);
            }
        }

        void addAll(Stalls others) {
            count += others.count;
            totalNanos += others.totalNanos;
            if (others.longestNanos > longestNanos) {
                longestNanos = others.longestNanos;
                connection = others.connection;
                longestFrame = others.longestFrame;
            }
            frames.addAll(others.frames);
        }

        /** For instance {@code 3 times, 1.2 s in all}. */
        String times() {
            return count == 1
                    ? "once, for " + Words.duration(longestNanos)
                    : Words.number(count) + " times, for " + Words.duration(totalNanos) + " in all";
        }

        String longest() {
            return (count == 1 ? "" : "; the longest, " + Words.duration(longestNanos) + ", ends") + " on connection "
                    + connection + (count == 1 ? ", until frame " : " with frame ") + longestFrame;
        }

        Finding state(FindingKind kind, String statement) {
            Severity severity = longestNanos >= NOTABLE_NANOS ? Severity.WARNING : Severity.NOTE;
            return Proof.of(frames).state(kind, severity, Subject.CAPTURE, new Sentence.Statement(statement), count);
        }
    }

    private final Map<Flow, Waiting> waiting = new HashMap<>();
    private final Map<Flow, Stalls> forAcknowledgement = new HashMap<>();
    private final Stalls forWindows = new Stalls();
    private final Stalls byNagle = new Stalls();

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || segment.isArtefact()) {
            return;
        }
        if (!waiting.isEmpty()) {
            goOn(segment);
        }
        if (segment.hasData()) {
            if (segment.analysis().isWindowFull()) {
                await(
                        segment.flow(),
                        new Waiting(true, segment.frame(), segment.timestampNanos(), segment.nextSequence()));
            }
        } else {
            noteDelayed(segment);
        }
    }

    private void await(Flow flow, Waiting begun) {
        if (waiting.size() < DIRECTIONS || waiting.containsKey(flow)) {
            waiting.put(flow, begun);
        }
    }

    /** A pure ACK that comes late, and later than the way takes. */
    private void noteDelayed(Segment ack) {
        long taken = ack.analysis().ackRttNanos();
        if (taken < LEAST_DELAY_NANOS || ack.isSyn() || ack.isFin() || ack.isRst()) {
            return;
        }
        long delay = taken - Math.max(0, wayTo(ack));
        Flow acknowledged = ack.connection().reverse(ack.flow());
        boolean acknowledgesAll = ack.acknowledgment() == acknowledged.nextSequence();
        if (delay >= LEAST_DELAY_NANOS && acknowledgesAll && !waiting.containsKey(acknowledged)) {
            Waiting delayed = new Waiting(false, ack.frame(), ack.timestampNanos() - delay, ack.acknowledgment());
            delayed.end(ack);
            await(acknowledged, delayed);
        }
    }

    /** From the capture to the sender of the segment and back, in nanoseconds; negative where not known. */
    private static long wayTo(Segment segment) {
        return segment.isFromClient()
                ? segment.connection().handshake().toClientNanos()
                : segment.connection().handshake().toServerNanos();
    }

    private void goOn(Segment segment) {
        Flow flow = segment.flow();
        Waiting own = waiting.get(flow);
        if (own != null && segment.hasData() && !segment.analysis().isZeroWindowProbe()) {
            if (own.hasEnded()) {
                waiting.remove(flow);
                judge(own, segment);
            } else if (segment.analysis().isInLine()) {
                waiting.remove(flow);
            }
        }
        Flow reverse = segment.connection().reverse(flow);
        Waiting other = waiting.get(reverse);
        if (other == null) {
            return;
        }
        if (!other.forWindow) {
            if (segment.length() > 0 || segment.isRst()) {
                waiting.remove(reverse);
            }
        } else if (!other.hasEnded() && segment.isAck() && opens(segment, other)) {
            other.end(segment);
        }
    }

    private static boolean opens(Segment ack, Waiting full) {
        return ack.acknowledgment() + ack.window() > full.filledTo;
    }

    private void judge(Waiting waited, Segment segment) {
        long reaction = segment.timestampNanos() - waited.endedNanos;
        long longest = waited.forWindow ? REACTION_NANOS + Math.max(0, wayTo(segment)) : RIGHT_AFTER_NANOS;
        boolean atOnce = reaction >= 0 && reaction <= longest;
        if (!atOnce || !segment.analysis().isInLine()) {
            return;
        }
        long index = segment.connection().index();
        if (waited.forWindow) {
            long nanos = segment.timestampNanos() - waited.sinceNanos;
            forWindows.add(nanos, index, waited.frame, waited.endingFrame, segment.frame());
        } else if (isSmall(segment)
                && (forAcknowledgement.size() < DIRECTIONS || forAcknowledgement.containsKey(segment.flow()))) {
            forAcknowledgement
                    .computeIfAbsent(segment.flow(), flow -> new Stalls())
                    .add(waited.endedNanos - waited.sinceNanos, index, waited.frame, segment.frame());
        }
    }

    /** A full segment waits for nothing, and is as large as the path allows, which may be less than the MSS. */
    private static boolean isSmall(Segment segment) {
        Integer mss = segment.receiversMss();
        return mss != null && segment.length() <= mss / 2;
    }

    @Override
    public void closed(Connection connection) {
        settle(connection.client());
        settle(connection.server());
    }

    private void settle(Flow flow) {
        waiting.remove(flow);
        Stalls stalls = forAcknowledgement.remove(flow);
        if (stalls != null && !flow.sendsSmallSegmentsAtOnce()) {
            byNagle.addAll(stalls);
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        if (forWindows.count > 0) {
            String statement = "A sender fills its receiver's window and waits for more " + forWindows.times()
                    + forWindows.longest()
                    + ". The receiver reads too slowly, or its window is too small for the path.";
            findings.add(forWindows.state(FindingKind.WINDOW_STALLS, statement));
        }
        if (byNagle.count > 0) {
            String statement =
                    "A sender goes on right after a delayed acknowledgement, and not before, " + byNagle.times()
                            + byNagle.longest()
                            + ": so does Nagle's algorithm, which holds back a small segment while data are in"
                            + " flight. Write a message at once, or set TCP_NODELAY.";
            findings.add(byNagle.state(FindingKind.NAGLE_STALLS, statement));
        }
        return findings;
    }
}
