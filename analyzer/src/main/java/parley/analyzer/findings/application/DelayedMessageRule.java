package parley.analyzer.findings.application;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.wire.DecodedPacket;

/**
 * Which messages came late because segments were lost or overtaken: by their octets alone, whatever Wireshark calls the
 * segments. Where the capture lacks what was lost, what lies behind the hole waits until it is filled. Where the capture
 * has it and the receiver did not, it is sent again.
 */
public final class DelayedMessageRule implements Rule {
    private static final int LISTED = 20;

    /**
     * Directions of connections whose last messages and holes are known: each has one place, which it loses to another
     * that has the same.
     */
    private static final int PLACES = 1 << 13;

    private static final int MESSAGES_KEPT = 16;
    private static final int AHEAD_KEPT = 16;
    private static final int REPETITIONS_TOLD = 8;

    private record Again(long frame, long nanos) {}

    /** A message's place, and when it was sent again. */
    private static final class Sent {
        private final long number;
        private final MessageSubject subject;
        private final long start;
        private final long end;
        private final long firstFrame;
        private final long wholeFrame;
        private final long wholeNanos;
        private List<Again> again = List.of();
        private boolean counted;

        Sent(Message message) {
            number = message.number();
            subject = MessageSubject.of(message);
            start = message.startSequence();
            end = message.endSequence();
            firstFrame = message.first().frame();
            wholeFrame = message.last().frame();
            wholeNanos = message.timestampNanos();
        }

        void sentAgain(Again segment) {
            List<Again> told = new ArrayList<>(again.subList(0, Math.min(again.size(), REPETITIONS_TOLD - 1)));
            told.add(segment);
            again = told;
        }

        /** For instance {@code is sent again 2 times, after 239 ms and 274 ms (frames 612 and 624)}. */
        String repetition() {
            List<String> times = new ArrayList<>();
            List<String> frames = new ArrayList<>();
            for (Again segment : again) {
                times.add(Words.duration(segment.nanos() - wholeNanos));
                frames.add(Long.toString(segment.frame()));
            }
            return times.size() == 1
                    ? "is sent again after " + times.getFirst() + " (frame " + frames.getFirst() + ")"
                    : "is sent again " + times.size() + " times, after " + Words.list(times) + " (frames "
                            + Words.list(frames) + ")";
        }
    }

    /** A segment that came ahead of octets that were missing. */
    private record Ahead(long frame, long nanos, long sequence, long end) {
        static Ahead of(Segment segment) {
            return new Ahead(
                    segment.frame(),
                    segment.timestampNanos(),
                    segment.sequence(),
                    segment.sequence() + segment.length());
        }
    }

    private static final class State {
        private final Flow flow;
        private final Deque<Sent> latest = new ArrayDeque<>(4);
        private final List<Ahead> ahead = new ArrayList<>(0);

        State(Flow flow) {
            this.flow = flow;
        }

        /** Forgets what is acknowledged: whatever repeats it delays nothing. */
        void keep(Sent sent, long acknowledged) {
            latest.removeIf(before -> before.end <= acknowledged);
            if (latest.size() == MESSAGES_KEPT) {
                latest.removeFirst();
            }
            latest.add(sent);
        }
    }

    /** What the segment that is read just now fills a hole with, and what can be read for that. */
    private static final class Filling {
        private final Connection connection;
        private final State state;
        private final long frame;
        private final long nanos;
        private final List<Sent> read = new ArrayList<>();
        private long start = -1;
        private long end;
        private boolean passesGap;

        Filling(Segment segment, State state) {
            this.connection = segment.connection();
            this.state = state;
            this.frame = segment.frame();
            this.nanos = segment.timestampNanos();
        }
    }

    private record Delay(long number, long nanos, String statement, Evidence evidence) {}

    private final EvidenceLog log;
    private final @Nullable State[] states = new @Nullable State[PLACES];
    private final List<Delay> longest = new ArrayList<>();
    private @Nullable Filling filling;
    private boolean unproven;
    private long delayed;
    private long most;

    public DelayedMessageRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        settle();
        if (segment == null || segment.analysis().isInLine() || segment.length() == 0) {
            return;
        }
        SegmentAnalysis place = segment.analysis();
        State state = stateOf(segment.connection(), segment.flow());
        if (place.leavesHole() && state.ahead.size() < AHEAD_KEPT) {
            state.ahead.add(Ahead.of(segment));
        }
        if (place.fills()) {
            filling = new Filling(segment, state);
        }
        if (place.repeatsSome()) {
            sentAgain(segment, state);
        }
    }

    private static int placeOf(Connection connection, Flow flow) {
        return (int) (2 * connection.index() + flow.node()) & (PLACES - 1);
    }

    @SuppressWarnings("ReferenceEquality") // the very direction is meant
    private State stateOf(Connection connection, Flow flow) {
        int place = placeOf(connection, flow);
        State state = states[place];
        if (state == null || state.flow != flow) {
            state = new State(flow);
            states[place] = state;
        }
        return state;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void data(Connection connection, Flow flow, StreamData data) {
        Filling now = filling;
        if (now != null && now.state.flow == flow && !now.passesGap) {
            now.start = now.start < 0 ? data.sequence() : now.start;
            now.end = data.sequence() + data.length();
        }
    }

    /** What follows the gap is not late: only the capture lacks what was missing. */
    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void gap(Connection connection, Flow flow, long offset, long length) {
        Filling now = filling;
        if (now != null && now.state.flow == flow) {
            now.passesGap = true;
        }
        stateOf(connection, flow).ahead.clear();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void decoded(Message message) {
        if (message.startSequence() < 0) {
            return;
        }
        Flow sender = MessageFrames.sender(message);
        State state = stateOf(message.connection(), sender);
        Sent sent = new Sent(message);
        state.keep(sent, message.connection().acknowledged(sender));
        Filling now = filling;
        if (now != null && now.state == state && !now.passesGap && now.start >= 0 && sent.end > now.start) {
            now.read.add(sent);
        }
    }

    /** The segment that filled a hole is done with: what could be read for it came late. */
    private void settle() {
        Filling now = filling;
        if (now == null) {
            return;
        }
        filling = null;
        for (Sent sent : now.read) {
            if (sent.wholeFrame < now.frame) {
                waited(sent, now);
            } else {
                overtaken(sent, now);
            }
        }
        now.state.ahead.removeIf(ahead -> ahead.sequence() < now.end);
    }

    private void waited(Sent sent, Filling now) {
        String how = " (frame " + sent.wholeFrame + ") waits " + Words.duration(now.nanos - sent.wholeNanos)
                + " for bytes before it (frame " + now.frame + ").";
        FrameFilter filter = octets(now.connection, now.state.flow, Math.min(now.start, sent.start), sent.end);
        delayed(sent, how, now.nanos - sent.wholeNanos, filter, Math.min(sent.firstFrame, oldest(now)));
    }

    private static long oldest(Filling now) {
        return now.state.ahead.stream().mapToLong(Ahead::frame).min().orElse(now.frame);
    }

    private void overtaken(Sent sent, Filling now) {
        Ahead first = now.state.ahead.stream()
                .filter(ahead -> ahead.sequence() >= sent.start)
                .min(Comparator.comparingLong(Ahead::nanos))
                .orElse(null);
        if (first == null) {
            return;
        }
        String how = " (frame " + now.frame + ") comes " + Words.duration(now.nanos - first.nanos())
                + " after bytes that follow on it (frame " + first.frame() + ").";
        FrameFilter filter = octets(now.connection, now.state.flow, sent.start, Math.max(sent.end, first.end()));
        delayed(sent, how, now.nanos - first.nanos(), filter, Math.min(sent.firstFrame, oldest(now)));
    }

    private void sentAgain(Segment segment, State state) {
        long acknowledged = segment.connection().acknowledged(segment.flow());
        for (Sent sent : state.latest) {
            boolean carried = sent.start < segment.nextSequence() && sent.end > segment.sequence();
            if (carried && sent.end > acknowledged) {
                sent.sentAgain(new Again(segment.frame(), segment.timestampNanos()));
                String how = " (frame " + sent.wholeFrame + ") " + sent.repetition() + ".";
                FrameFilter filter = octets(segment.connection(), segment.flow(), sent.start, sent.end);
                delayed(sent, how, segment.timestampNanos() - sent.wholeNanos, filter, sent.firstFrame);
            }
        }
    }

    private static FrameFilter octets(Connection connection, Flow sender, long start, long end) {
        return FrameFilter.octets(connection.index(), sender.endpoint().port(), start, end);
    }

    private void delayed(Sent sent, String how, long delay, FrameFilter filter, long since) {
        if (delay <= 0) {
            return;
        }
        delayed += sent.counted ? 0 : 1;
        sent.counted = true;
        most = Math.max(most, delay);
        if (longest.size() == LISTED && delay <= longest.getLast().nanos()) {
            return;
        }
        Evidence evidence = log.collect(filter, since);
        if (!evidence.isComplete()) {
            unproven = true;
            log.release(evidence);
            return;
        }
        longest.stream()
                .filter(known -> known.number() == sent.number)
                .findFirst()
                .ifPresent(this::drop);
        longest.add(new Delay(sent.number, delay, sent.subject + how, evidence));
        longest.sort(Comparator.comparingLong(Delay::nanos).reversed().thenComparingLong(Delay::number));
        if (longest.size() > LISTED) {
            drop(longest.getLast());
        }
    }

    private void drop(Delay delay) {
        longest.remove(delay);
        log.release(delay.evidence());
    }

    @Override
    public void closed(Connection connection) {
        settle();
        forget(connection, connection.client());
        forget(connection, connection.server());
    }

    @SuppressWarnings("ReferenceEquality") // the very direction is meant
    private void forget(Connection connection, Flow flow) {
        int place = placeOf(connection, flow);
        State state = states[place];
        if (state != null && state.flow == flow) {
            states[place] = null;
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (delayed == 0) {
            return List.of(Proof.absent(
                    FindingKind.DELAYED_MESSAGES, "No message comes late because segments are lost or overtaken."));
        }
        List<Finding> findings = new ArrayList<>();
        for (Delay delay : longest) {
            findings.add(delay.evidence()
                    .proof()
                    .state(FindingKind.DELAYED_MESSAGE, delay.statement(), Words.duration(delay.nanos())));
        }
        String listed = "; the " + longest.size() + " most delayed" + (unproven ? " whose frames are known" : "")
                + " are listed";
        String statement = Words.count(delayed, "message") + (delayed == 1 ? " comes" : " come")
                + " late because segments are lost or overtaken, by " + Words.duration(most) + " at most"
                + (delayed > longest.size() ? listed : "") + ".";
        findings.add(Proof.NONE.state(FindingKind.DELAYED_MESSAGES, statement, delayed));
        return findings;
    }
}
