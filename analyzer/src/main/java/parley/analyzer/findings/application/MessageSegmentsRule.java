package parley.analyzer.findings.application;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.DecodedMessage.Boundary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** How messages lie in segments: TCP keeps no borders, so one may be split, and several may share a segment. */
public final class MessageSegmentsRule implements Rule {
    private static final int LISTED = 32;

    /** Segments of which it is remembered how many messages end in them. */
    private static final int REMEMBERED = 1 << 14;

    /** Directions whose last messages are remembered: each has one place, which it loses to another that has the same. */
    private static final int PLACES = 1 << 13;

    private static final int ENDS_KEPT = 32;
    private static final int CONNECTIONS = 10_000;

    /** Where the last messages of a direction end. */
    private static final class Ends {
        private final Flow flow;
        private final long[] ends = new long[ENDS_KEPT];
        private int count;

        Ends(Flow flow) {
            this.flow = flow;
        }

        void add(long end) {
            ends[count++ % ENDS_KEPT] = end;
        }

        int within(long start, long end) {
            int found = 0;
            for (int i = 0; i < Math.min(count, ENDS_KEPT); i++) {
                found += ends[i] > start && ends[i] <= end ? 1 : 0;
            }
            return found;
        }
    }

    private final EvidenceLog log;
    private final MessageEvidence split;
    private final MessageEvidence guessed;
    private final Map<String, Evidence> shared = new LinkedHashMap<>();
    private final @Nullable Ends[] latest = new @Nullable Ends[PLACES];
    private final long[] frames = new long[REMEMBERED];
    private final int[] ends = new int[REMEMBERED];
    private final Set<Long> unmarkedConnections = new HashSet<>();
    private long messages;
    private long unmarked;
    private long sharedSegments;
    private long repeatedShared;
    private int mostEnds;

    public MessageSegmentsRule(EvidenceLog log, MessageFrames frames) {
        this.log = log;
        split = new MessageEvidence(frames);
        guessed = new MessageEvidence(frames);
    }

    private static int placeOf(Connection connection, Flow flow) {
        return (int) (2 * connection.index() + flow.node()) & (PLACES - 1);
    }

    /** A segment that repeats what was captured before has the ends that were found there. */
    @Override
    @SuppressWarnings("ReferenceEquality") // the very direction is meant
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || segment.length() == 0 || !segment.analysis().repeatsSome()) {
            return;
        }
        Ends known = latest[placeOf(segment.connection(), segment.flow())];
        if (known == null || known.flow != segment.flow()) {
            return;
        }
        int found = known.within(segment.sequence(), segment.sequence() + segment.length());
        int place = (int) (segment.frame() % REMEMBERED);
        frames[place] = segment.frame();
        ends[place] = found;
        mostEnds = Math.max(mostEnds, found);
        if (found > 1) {
            repeatedShared++;
            share(segment.connection(), segment.flow(), segment.sequence(), segment.length(), segment.frame());
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // likewise
    public void decoded(Message message) {
        messages++;
        if (message.first().frame() != message.last().frame()) {
            split.add(message);
        }
        if (message.decoded().boundary() != Boundary.MARKED) {
            noteUnmarked(message);
        }
        Flow sender = MessageFrames.sender(message);
        int direction = placeOf(message.connection(), sender);
        Ends known = latest[direction];
        if (known == null || known.flow != sender) {
            known = new Ends(sender);
            latest[direction] = known;
        }
        known.add(message.endSequence());
        long frame = message.ending().frame();
        int place = (int) (frame % REMEMBERED);
        if (frames[place] != frame) {
            frames[place] = frame;
            ends[place] = 0;
        }
        ends[place]++;
        mostEnds = Math.max(mostEnds, ends[place]);
        if (ends[place] == 2) {
            share(
                    message.connection(),
                    sender,
                    message.ending().sequence(),
                    message.ending().length(),
                    frame);
        }
    }

    private void noteUnmarked(Message message) {
        unmarked++;
        if (unmarkedConnections.size() < CONNECTIONS) {
            unmarkedConnections.add(message.connection().index());
        }
        if (message.decoded().boundary() == Boundary.GUESSED) {
            guessed.add(message);
        }
    }

    private void share(Connection connection, Flow sender, long sequence, int length, long frame) {
        sharedSegments++;
        if (shared.size() < LISTED) {
            FrameFilter filter = Field.STREAM
                    .is(connection.index())
                    .and(Field.SOURCE_PORT.is(sender.endpoint().port()))
                    .and(Field.SEQUENCE.is(sequence))
                    .and(Field.LENGTH.is(length));
            shared.computeIfAbsent(filter.toString(), text -> log.collect(filter, frame));
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (messages == 0) {
            return List.of();
        }
        return unmarked == 0 ? List.of(splitting(), sharing()) : List.of(boundaries(), splitting(), sharing());
    }

    private Finding boundaries() {
        int connections = unmarkedConnections.size();
        String who = connections == 1
                ? "The client of 1 connection ends"
                : "The clients of " + Words.number(connections) + (connections == CONNECTIONS ? " or more" : "")
                        + " connections end";
        String how = who + " no line: where their " + Words.count(unmarked, "line") + (unmarked == 1 ? " ends" : " end")
                + " is taken from segments and their PSH";
        if (guessed.count() == 0) {
            return Proof.absent(FindingKind.MESSAGE_BOUNDARIES, how + ", which leaves none in doubt.");
        }
        String statement = how + "; " + Words.number(guessed.count()) + (guessed.count() == 1 ? " is" : " are")
                + " in doubt" + guessed.limitation() + ".";
        return guessed.proof().state(FindingKind.MESSAGE_BOUNDARIES, statement, guessed.count());
    }

    private Finding splitting() {
        if (split.count() == 0) {
            return Proof.absent(FindingKind.MESSAGES_SPLIT, "Each message is in one segment, whole.");
        }
        String statement = Words.number(split.count()) + " of " + Words.count(messages, "message")
                + (split.count() == 1 ? " is" : " are") + " split over several segments" + split.limitation() + ".";
        return split.proof().state(FindingKind.MESSAGES_SPLIT, statement, split.count());
    }

    private Finding sharing() {
        if (sharedSegments == 0) {
            return Proof.absent(FindingKind.SEGMENTS_SHARED, "No segment has the ends of more than one message.");
        }
        List<Evidence> parts = List.copyOf(shared.values());
        List<FrameFilter> filters = parts.stream().map(Evidence::filter).toList();
        String limitation = sharedSegments > LISTED ? " (the evidence shows the first " + LISTED + ")" : "";
        String statement = (sharedSegments == 1
                        ? "1 segment has the ends of " + mostEnds + " messages"
                        : Words.number(sharedSegments) + " segments have the ends of more than one message" + limitation
                                + ", of " + mostEnds + " at most")
                + repetition() + ".";
        return log.proof(parts, FrameFilter.any(filters)).state(FindingKind.SEGMENTS_SHARED, statement, sharedSegments);
    }

    private String repetition() {
        if (repeatedShared == 0) {
            return "";
        }
        String which = sharedSegments == 1 ? "it" : Words.number(repeatedShared) + " of them";
        return "; " + which + (repeatedShared == 1 ? " repeats" : " repeat") + " what was captured before";
    }
}
