package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
import parley.analyzer.tcp.StreamData;
import parley.analyzer.wire.DecodedPacket;

/**
 * Which messages came late because segments were lost or overtaken. Where the capture lacks the lost segment, what lies
 * behind the hole is held up until it is filled. Where the capture has it and the receiver did not, it is sent again.
 */
public final class DelayedMessageRule implements Rule {
    private static final int LISTED = 20;

    /**
     * Directions of connections whose last messages and holes are known: each has one place, which it loses to another
     * that has the same.
     */
    private static final int PLACES = 1 << 13;

    private static final int MESSAGES_KEPT = 4;
    private static final String HELD_UP = "is held up for %s by bytes that arrive late";
    private static final String SENT_AGAIN = "is sent again %s after it was first captured";

    /** A message's place, without its text. */
    private static final class Sent {
        private long number;
        private String kind = "";
        private String sender = "";
        private long start;
        private long end;
        private long firstFrame;
        private long nanos;
        private boolean counted;

        void set(Message message) {
            number = message.number();
            kind = message.kind();
            sender = message.sender();
            start = message.startSequence();
            end = message.endSequence();
            firstFrame = message.first().frame();
            nanos = message.timestampNanos();
            counted = false;
        }

        /** For instance {@code Message 31, text of Ofir on connection 2,}. */
        String subject(Connection connection) {
            return "Message " + number + ", " + Words.clip(kind) + (sender.isEmpty() ? "" : " of " + Words.clip(sender))
                    + " on connection " + connection.index() + ", ";
        }
    }

    /** Octets behind some that are missing wait from {@code nanos} on. */
    private static final class Hole {
        private final long nanos;
        private final long frame;
        private long highest;
        private long filledInFrame;
        private long start;

        Hole(Segment segment) {
            nanos = segment.timestampNanos();
            frame = segment.frame();
            highest = segment.nextSequence();
        }
    }

    private static final class State {
        private final Flow flow;
        private final Sent[] latest = new Sent[MESSAGES_KEPT];
        private int count;
        private @Nullable Hole hole;

        State(Flow flow) {
            this.flow = flow;
        }
    }

    private record Delay(long number, long nanos, String statement, Evidence evidence) {}

    private final EvidenceLog log;
    private final @Nullable State[] states = new @Nullable State[PLACES];
    private final List<Delay> longest = new ArrayList<>();
    private int holes;
    private @Nullable State filled;
    private long frame;
    private long nanos;
    private long delayed;
    private long most;

    public DelayedMessageRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        closeFilled();
        if (segment == null || segment.length() == 0) {
            return;
        }
        frame = segment.frame();
        nanos = segment.timestampNanos();
        boolean lost = segment.analysis().isLostSegment();
        if (holes > 0 || lost) {
            noteHole(segment, lost);
        }
        if (segment.analysis().isAnyRetransmission() && !segment.analysis().isSpuriousRetransmission()) {
            sentAgain(segment);
        }
    }

    private void noteHole(Segment segment, boolean lost) {
        State state =
                lost ? stateOf(segment.connection(), segment.flow()) : known(segment.connection(), segment.flow());
        if (state == null) {
            return;
        }
        Hole hole = state.hole;
        if (hole != null) {
            hole.highest = Math.max(hole.highest, segment.nextSequence());
        } else if (lost) {
            state.hole = new Hole(segment);
            holes++;
        }
    }

    private static int place(Connection connection, Flow flow) {
        return (int) (2 * connection.index() + flow.node()) & (PLACES - 1);
    }

    @SuppressWarnings("ReferenceEquality") // the very direction is meant
    private @Nullable State known(Connection connection, Flow flow) {
        State state = states[place(connection, flow)];
        return state == null || state.flow != flow ? null : state;
    }

    private State stateOf(Connection connection, Flow flow) {
        State state = known(connection, flow);
        if (state == null) {
            replace(place(connection, flow), new State(flow));
            state = Objects.requireNonNull(known(connection, flow));
        }
        return state;
    }

    private void replace(int place, @Nullable State next) {
        State before = states[place];
        if (before != null) {
            fill(before);
        }
        states[place] = next;
    }

    private void fill(State state) {
        holes -= state.hole == null ? 0 : 1;
        state.hole = null;
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        if (holes == 0) {
            return;
        }
        State state = known(connection, flow);
        Hole hole = state == null ? null : state.hole;
        if (hole == null) {
            return;
        }
        if (hole.filledInFrame != frame) {
            hole.filledInFrame = frame;
            hole.start = data.sequence();
        }
        if (data.sequence() + data.length() >= hole.highest) {
            filled = state;
        }
    }

    /** What follows the gap is not late: only the capture lacks what was missing. */
    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        State state = known(connection, flow);
        if (state != null) {
            fill(state);
        }
    }

    private void closeFilled() {
        State state = filled;
        if (state != null) {
            fill(state);
            filled = null;
        }
    }

    @Override
    public void decoded(Message message) {
        if (message.startSequence() < 0) {
            return;
        }
        State state = stateOf(message.connection(), MessageFrames.sender(message));
        Sent sent = state.latest[state.count % MESSAGES_KEPT];
        if (sent == null) {
            sent = new Sent();
            state.latest[state.count % MESSAGES_KEPT] = sent;
        }
        state.count++;
        sent.set(message);
        Hole hole = state.hole;
        if (hole != null && hole.filledInFrame == frame && sent.end > hole.start) {
            long wholeNanos = message.last().frame() < frame ? message.timestampNanos() : hole.nanos;
            FrameFilter filter = octets(message.connection(), MessageFrames.sender(message), hole.start, sent.end);
            delayed(sent, message.connection(), HELD_UP, nanos - wholeNanos, filter, hole.frame);
        }
    }

    private void sentAgain(Segment segment) {
        State state = known(segment.connection(), segment.flow());
        if (state == null) {
            return;
        }
        Connection connection = segment.connection();
        for (Sent sent : state.latest) {
            if (sent != null && sent.start < segment.nextSequence() && sent.end > segment.sequence()) {
                FrameFilter filter =
                        FrameFilter.octets(connection.index(), segment.header().sourcePort(), sent.start, sent.end);
                delayed(sent, connection, SENT_AGAIN, segment.timestampNanos() - sent.nanos, filter, sent.firstFrame);
            }
        }
    }

    private static FrameFilter octets(Connection connection, Flow sender, long start, long end) {
        return FrameFilter.octets(connection.index(), sender.endpoint().port(), start, end);
    }

    private void delayed(Sent sent, Connection connection, String how, long delay, FrameFilter filter, long since) {
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
            log.release(evidence);
            return;
        }
        String statement = sent.subject(connection) + how.formatted(Words.duration(delay)) + ".";
        longest.stream()
                .filter(known -> known.number() == sent.number)
                .findFirst()
                .ifPresent(this::drop);
        longest.add(new Delay(sent.number, delay, statement, evidence));
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
        forget(connection, connection.client());
        forget(connection, connection.server());
    }

    private void forget(Connection connection, Flow flow) {
        if (known(connection, flow) != null) {
            replace(place(connection, flow), null);
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
        String statement = Words.count(delayed, "message") + (delayed == 1 ? " comes" : " come")
                + " late because segments are lost or overtaken, by " + Words.duration(most) + " at most"
                + (delayed > longest.size()
                        ? "; the " + longest.size() + " most delayed whose frames are known are listed"
                        : "")
                + ".";
        findings.add(Proof.NONE.state(FindingKind.DELAYED_MESSAGES, statement, delayed));
        return findings;
    }
}
