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

    /** Messages that may still be sent again, of all directions together. */
    private static final int MESSAGES = 1 << 14;

    private static final int MESSAGES_OF_DIRECTION = 1 << 10;
    private static final int AHEAD_KEPT = 16;
    private static final int REPETITIONS_TOLD = 8;

    /** How often evidence is collected anew for a message that comes into the list and leaves it again and again. */
    private static final int COLLECTED = 8;

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
        private final State home;
        private List<Again> again = List.of();
        private int collected;
        private boolean counted;

        Sent(Message message, State home) {
            this.home = home;
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

    /** What is known of a direction, which it lets go of when that is over. */
    private static final class State {
        private final Deque<Sent> latest = new ArrayDeque<>(4);
        private final List<Ahead> ahead = new ArrayList<>(0);
        private @Nullable Connection connection;
        private @Nullable Flow flow;
        /** Where the last of the messages ends that were forgotten before they were acknowledged. */
        private long forgottenEnd;

        State(Connection connection, Flow flow) {
            this.connection = connection;
            this.flow = flow;
        }

        /** Forgets what is acknowledged: whatever repeats it delays nothing. */
        void settle() {
            if (connection == null || flow == null) {
                latest.clear();
                return;
            }
            long acknowledged = connection.acknowledged(flow);
            while (!latest.isEmpty() && latest.getFirst().end <= acknowledged) {
                latest.removeFirst();
            }
        }

        void forget(Sent message) {
            if (latest.remove(message)) {
                forgottenEnd = Math.max(forgottenEnd, message.end);
            }
        }

        void end() {
            connection = null;
            flow = null;
            latest.clear();
        }
    }

    /** What the segment that is read just now fills a hole with, and what can be read for that. */
    private static final class Filling {
        private final Connection connection;
        private final Flow flow;
        private final State state;
        private final long frame;
        private final long nanos;
        private long start = -1;
        private long end;
        private boolean passesGap;

        Filling(Segment segment, State state) {
            this.connection = segment.connection();
            this.flow = segment.flow();
            this.state = state;
            this.frame = segment.frame();
            this.nanos = segment.timestampNanos();
        }
    }

    private record Delay(long number, long nanos, String statement, Evidence evidence) {
        boolean isProvenBy(FrameFilter filter) {
            return evidence.filter().toString().equals(filter.toString());
        }
    }

    private final EvidenceLog log;
    private final MessageFrames frames;
    /** The messages of all directions, the oldest first; those that are acknowledged may be among them. */
    private final Deque<Sent> sent = new ArrayDeque<>();

    private final @Nullable State[] states = new @Nullable State[PLACES];
    private final List<Delay> longest = new ArrayList<>();
    private @Nullable Filling filling;
    private boolean unproven;
    private long messages;
    private long delayed;
    private long most;

    public DelayedMessageRule(MessageFrames frames) {
        this.frames = frames;
        this.log = frames.log();
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        settle();
        if (segment == null || segment.analysis().isInLine() || segment.length() == 0) {
            return;
        }
        SegmentAnalysis place = segment.analysis();
        State state = stateOf(segment.connection(), segment.flow());
        if (segment.isArtefact()) {
            state.ahead.clear();
            return;
        }
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
            if (state != null) {
                forget(state);
            }
            state = new State(connection, flow);
            states[place] = state;
        }
        return state;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void data(Connection connection, Flow flow, StreamData data) {
        Filling now = filling;
        if (now != null && now.flow == flow && !now.passesGap) {
            now.start = now.start < 0 ? data.sequence() : now.start;
            now.end = data.sequence() + data.length();
        }
    }

    /** What follows the gap is not late: only the capture lacks what was missing. */
    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void gap(Connection connection, Flow flow, long offset, long length) {
        Filling now = filling;
        if (now != null && now.flow == flow) {
            now.passesGap = true;
        }
        stateOf(connection, flow).ahead.clear();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void decoded(Message message) {
        messages++;
        if (message.startSequence() < 0) {
            return;
        }
        State state = stateOf(message.connection(), MessageFrames.sender(message));
        Sent decoded = new Sent(message, state);
        keep(decoded);
        Filling now = filling;
        if (now != null && now.state == state && !now.passesGap && now.start >= 0 && decoded.end > now.start) {
            if (decoded.wholeFrame < now.frame) {
                waited(decoded, now);
            } else {
                overtaken(decoded, now);
            }
        }
    }

    private void keep(Sent message) {
        message.home.settle();
        message.home.latest.add(message);
        sent.add(message);
        if (message.home.latest.size() > MESSAGES_OF_DIRECTION) {
            message.home.forget(message.home.latest.getFirst());
        }
        if (sent.size() > MESSAGES) {
            Sent oldest = sent.removeFirst();
            oldest.home.settle();
            oldest.home.forget(oldest);
        }
    }

    private void forget(State state) {
        state.settle();
        for (int i = 0; i < state.latest.size(); i++) {
            frames.forget();
        }
        state.end();
    }

    /** The segment that filled a hole is done with. */
    private void settle() {
        Filling now = filling;
        if (now == null) {
            return;
        }
        filling = null;
        now.state.ahead.removeIf(ahead -> ahead.sequence() < now.end);
    }

    private void waited(Sent sent, Filling now) {
        if (isListed(sent, now.nanos - sent.wholeNanos)) {
            String how = " (frame " + sent.wholeFrame + ") waits " + Words.duration(now.nanos - sent.wholeNanos)
                    + " for bytes before it (frame " + now.frame + ").";
            FrameFilter filter = octets(now.connection, now.flow, Math.min(now.start, sent.start), sent.end);
            list(sent, how, now.nanos - sent.wholeNanos, filter, Math.min(sent.firstFrame, oldest(now)));
        }
    }

    private static long oldest(Filling now) {
        return now.state.ahead.stream().mapToLong(Ahead::frame).min().orElse(now.frame);
    }

    private void overtaken(Sent sent, Filling now) {
        Ahead first = now.state.ahead.stream()
                .filter(ahead -> ahead.sequence() >= sent.start)
                .min(Comparator.comparingLong(Ahead::nanos))
                .orElse(null);
        if (first == null || !isListed(sent, now.nanos - first.nanos())) {
            return;
        }
        String how = " (frame " + now.frame + ") comes " + Words.duration(now.nanos - first.nanos())
                + " after bytes that follow on it (frame " + first.frame() + ").";
        FrameFilter filter = octets(now.connection, now.flow, sent.start, Math.max(sent.end, first.end()));
        list(sent, how, now.nanos - first.nanos(), filter, Math.min(sent.firstFrame, oldest(now)));
    }

    private void sentAgain(Segment segment, State state) {
        long acknowledged = segment.connection().acknowledged(segment.flow());
        if (segment.sequence() < state.forgottenEnd && acknowledged < state.forgottenEnd) {
            frames.forget();
        }
        for (Sent sent : state.latest) {
            boolean carried = sent.start < segment.nextSequence() && sent.end > segment.sequence();
            if (carried && sent.end > acknowledged) {
                sent.sentAgain(new Again(segment.frame(), segment.timestampNanos()));
                long delay = segment.timestampNanos() - sent.wholeNanos;
                if (isListed(sent, delay)) {
                    String how = " (frame " + sent.wholeFrame + ") " + sent.repetition() + ".";
                    FrameFilter filter = octets(segment.connection(), segment.flow(), sent.start, sent.end);
                    list(sent, how, delay, filter, sent.firstFrame);
                }
            }
        }
    }

    private static FrameFilter octets(Connection connection, Flow sender, long start, long end) {
        return FrameFilter.octets(connection.index(), sender.endpoint().port(), start, end, connection.reopenedFrame());
    }

    /** Counts a message that came late; says whether it is among those that came latest. */
    private boolean isListed(Sent sent, long delay) {
        if (delay <= 0) {
            return false;
        }
        delayed += sent.counted ? 0 : 1;
        sent.counted = true;
        most = Math.max(most, delay);
        return longest.size() < LISTED || delay > longest.getLast().nanos();
    }

    private void list(Sent sent, String how, long delay, FrameFilter filter, long since) {
        Delay known = longest.stream()
                .filter(listed -> listed.number() == sent.number)
                .findFirst()
                .orElse(null);
        Evidence evidence =
                known == null || !known.isProvenBy(filter) ? collect(sent, filter, since) : known.evidence();
        if (!evidence.isComplete()) {
            unproven = true;
            log.release(evidence);
            return;
        }
        if (known != null) {
            longest.remove(known);
            if (known.evidence() != evidence) {
                log.release(known.evidence());
            }
        }
        longest.add(new Delay(sent.number, delay, sent.subject + how, evidence));
        longest.sort(Comparator.comparingLong(Delay::nanos).reversed().thenComparingLong(Delay::number));
        if (longest.size() > LISTED) {
            drop(longest.getLast());
        }
    }

    private Evidence collect(Sent sent, FrameFilter filter, long since) {
        return log.collect(filter, sent.collected++ < COLLECTED ? since : 0);
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
            state.end();
            states[place] = null;
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (messages == 0) {
            return List.of();
        }
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
