package parley.analyzer.tcp;

import static parley.analyzer.tcp.SequenceNumber.isAtOrBefore;
import static parley.analyzer.tcp.SequenceNumber.isBefore;

import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.TcpHeader;

/**
 * Judges each segment by what its connection did before, as Wireshark 4.0 does in one pass in the order of the file. It
 * keeps nothing between segments but its result; what is remembered lies in the {@link FlowAnalysis} of each direction.
 *
 * <p>Terms: <i>own</i> is the direction of the segment, <i>other</i> the opposite one.
 */
final class SegmentAnalyzer {
    private static final long FAST_RETRANSMISSION_NANOS = 20_000_000;
    private static final long REORDERING_NANOS = 3_000_000;
    private static final long MOST_IN_FLIGHT = 2_000_000_000;

    private static final int CONTROL = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;

    private final SegmentAnalysis result = new SegmentAnalysis();
    private final OptionEffects options;
    private final int mostUnacknowledged;
    private FlowAnalysis own = new FlowAnalysis();
    private FlowAnalysis other = own;
    private @Nullable Multipath multipath;
    private int otherScale;
    private int sequence;
    private int acknowledgment;
    private int length;
    private int flags;
    private int window;
    private boolean belowMinimum;
    private long nanos;
    private long frame;
    private long initialRttNanos;
    private int unacknowledged;
    private long notRemembered;

    /** @param mostUnacknowledged segments that wait for their acknowledgement, of all connections together */
    SegmentAnalyzer(OptionEffects options, int mostUnacknowledged) {
        this.options = options;
        this.mostUnacknowledged = mostUnacknowledged;
    }

    /** Nothing more comes of the connection. */
    void forget(Connection connection) {
        unacknowledged -= connection.flow(0).analysis().unacknowledged.size()
                + connection.flow(1).analysis().unacknowledged.size();
    }

    /** Segments that are not remembered until their acknowledgement, because too many of all connections are. */
    long notRemembered() {
        return notRemembered;
    }

    /** That there is nothing to say. */
    SegmentAnalysis nothing() {
        result.clear();
        return result;
    }

    /** What {@link #analyze} or {@link #pass} found of the segment last given. */
    SegmentAnalysis result() {
        return result;
    }

    void analyze(Segment segment, Reopening reopening) {
        pointAt(segment);
        begin(reopening);
        if (has(TcpHeader.ACK)) {
            other.flightKnown = true;
        }
        judgeAgainstWindow();
        if (acknowledgment != own.lastAcknowledgment) {
            own.firstAcknowledgmentFrame = frame;
            own.duplicateAcks = 0;
        }
        judgeAcknowledgment();
        if (occupiesSequence()) {
            judgeRepetition();
        }
        remember();
        int waiting = other.unacknowledged.size();
        long acknowledgedNanos = other.unacknowledged.acknowledge(acknowledgment);
        unacknowledged -= waiting - other.unacknowledged.size();
        if (acknowledgedNanos != Long.MIN_VALUE) {
            result.setAckRtt(nanos - acknowledgedNanos);
            if (has(TcpHeader.ACK) && other.unacknowledged.measures()) {
                addRoundTrip(nanos - acknowledgedNanos);
            }
        }
        measureFlight(segment.flow().base());
        if (end(segment.connection(), segment.flow(), segment.header(), (int) segment.acknowledgment(), false)) {
            segment.connection().follow(segment.flow());
        }
    }

    /** Takes in a header behind which nobody knows how much there is: it is not judged, yet those after it are by it. */
    void pass(
            Connection connection, Flow flow, TcpHeader tcp, long timestampNanos, Reopening reopening, boolean quoted) {
        own = flow.analysis();
        nanos = timestampNanos;
        begin(reopening);
        end(connection, flow, tcp, tcp.acknowledgmentNumber(), quoted);
    }

    private void begin(Reopening reopening) {
        result.clear();
        if (reopening == Reopening.REUSED_PORTS) {
            result.set(SegmentAnalysis.REUSED_PORTS);
        } else if (reopening == Reopening.SAME_NUMBER) {
            // A reset in between may have carried any number.
            own.nextSequence = own.contiguousSequence;
            result.setNoteworthy();
        }
        own.selectivelyAcknowledged = 0;
    }

    /**
     * Wireshark gives a packet up at a length that cannot be, or at its options, before it says what it has found out.
     *
     * @return false where it does
     */
    private boolean end(Connection connection, Flow flow, TcpHeader tcp, int relativeAcknowledgment, boolean quoted) {
        if (tcp.isBelowMinimum()) {
            result.clear();
            return false;
        }
        if (tcp.has(TcpHeader.SYN)) {
            own.firstAckDue = true;
        } else if (tcp.has(TcpHeader.ACK)) {
            own.firstAckDue = false;
        }
        connection.noteRoundTrip(tcp, nanos);
        OptionWalk.End end = options.take(connection, flow, tcp, relativeAcknowledgment, quoted);
        if (result.isNoteworthy()) {
            result.setInitialRtt(connection.initialRttNanos());
        }
        if (end != OptionWalk.End.WHOLE) {
            result.clear();
            return false;
        }
        return true;
    }

    private void pointAt(Segment segment) {
        TcpHeader tcp = segment.header();
        Flow reverse = segment.connection().reverse(segment.flow());
        own = segment.flow().analysis();
        other = reverse.analysis();
        otherScale = reverse.windowScale();
        sequence = tcp.sequenceNumber();
        acknowledgment = tcp.acknowledgmentNumber();
        length = tcp.payloadLength();
        flags = tcp.flags();
        window = tcp.window();
        belowMinimum = tcp.isBelowMinimum();
        nanos = segment.timestampNanos();
        frame = segment.frame();
        initialRttNanos = segment.connection().initialRttNanos();
        multipath = segment.connection().multipath();
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private boolean occupiesSequence() {
        return length > 0 || has(TcpHeader.SYN | TcpHeader.FIN);
    }

    /** Windows, keep-alives, losses and duplicate ACKs: the first rule that ends the matter leaves the rest out. */
    private void judgeAgainstWindow() {
        if (length == 1 && sequence == own.nextSequence && other.lastWindow == 0) {
            result.set(SegmentAnalysis.ZERO_WINDOW_PROBE);
            return;
        }
        if (own.nextSequence != 0 && isBefore(own.nextSequence, sequence) && !has(TcpHeader.RST)) {
            result.set(SegmentAnalysis.LOST_SEGMENT);
            own.flightKnown = false;
        }
        if (has(CONTROL)) {
            return;
        }
        if (window == 0) {
            result.set(SegmentAnalysis.ZERO_WINDOW);
        }
        if (length <= 1 && sequence == own.nextSequence - 1) {
            result.set(SegmentAnalysis.KEEP_ALIVE);
        }
        if (length > 0) {
            judgeWindowFull();
        } else if (sequence == own.nextSequence && acknowledgment == own.lastAcknowledgment) {
            judgeRepeatedAck();
        }
    }

    private void judgeWindowFull() {
        int shift = other.firstAckDue || otherScale == Flow.SCALE_NONE ? 0 : otherScale;
        if (otherScale != Flow.SCALE_UNKNOWN
                && sequence + length == other.lastAcknowledgment + (other.lastWindow << shift)) {
            result.set(SegmentAnalysis.WINDOW_FULL);
        }
    }

    /** An empty segment with the numbers of the one before it: what is new is the window, or nothing. */
    private void judgeRepeatedAck() {
        if (window != own.lastWindow) {
            if (window != 0) {
                result.set(SegmentAnalysis.WINDOW_UPDATE);
            }
        } else if (window == 0) {
            if ((other.lastFlags & SegmentAnalysis.ZERO_WINDOW_PROBE) != 0) {
                result.set(SegmentAnalysis.ZERO_WINDOW_PROBE_ACK);
            }
        } else if ((other.lastFlags & SegmentAnalysis.KEEP_ALIVE) != 0) {
            result.set(SegmentAnalysis.KEEP_ALIVE_ACK);
        } else if (multipath == null || multipath.operations() == own.multipathOperations) {
            // With Multipath TCP a repeated ACK may have been sent for the sake of its options (RFC 8684 section 4).
            own.duplicateAcks = own.duplicateAcks == FlowAnalysis.STALLED ? 1 : own.duplicateAcks + 1;
            result.setDuplicateAck(own.duplicateAcks, own.firstAcknowledgmentFrame);
        }
    }

    /** An ACK beyond what was seen is said once for each loss. */
    private void judgeAcknowledgment() {
        if (!has(TcpHeader.ACK)
                || other.contiguousSequence == 0
                || !isBefore(other.contiguousSequence, acknowledgment)) {
            return;
        }
        result.setNoteworthy();
        if (isBefore(other.contiguousSequence, other.nextSequence)) {
            other.contiguousSequence = other.nextSequence;
            result.set(SegmentAnalysis.ACK_LOST_SEGMENT);
        } else {
            if (other.duplicateAcks == 0) {
                result.set(SegmentAnalysis.ACK_LOST_SEGMENT);
            }
            other.duplicateAcks = FlowAnalysis.STALLED;
        }
    }

    private void judgeRepetition() {
        if (result.has(SegmentAnalysis.KEEP_ALIVE)) {
            return;
        }
        if (length > 0 && other.lastAcknowledgment != 0 && isAtOrBefore(sequence + length, other.lastAcknowledgment)) {
            result.set(SegmentAnalysis.SPURIOUS_RETRANSMISSION);
            return;
        }
        // One octet that is sent again with more behind it: what follows a zero window probe.
        boolean advances = own.nextSequence == 0
                || !isBefore(sequence, own.nextSequence)
                || (length > 1 && own.nextSequence - 1 == sequence);
        if (advances) {
            return;
        }
        if (isFastRetransmission()) {
            result.set(SegmentAnalysis.FAST_RETRANSMISSION);
        } else if (isOvertaken()) {
            result.set(SegmentAnalysis.OUT_OF_ORDER);
        } else {
            result.set(SegmentAnalysis.RETRANSMISSION);
        }
    }

    private boolean isFastRetransmission() {
        return (other.duplicateAcks >= 2 || other.duplicateAcks == FlowAnalysis.STALLED)
                && other.lastAcknowledgment == sequence
                && Long.compareUnsigned(nanos - other.lastAcknowledgmentNanos, FAST_RETRANSMISSION_NANOS) < 0;
    }

    private boolean isOvertaken() {
        long threshold = initialRttNanos == SegmentAnalysis.ABSENT ? REORDERING_NANOS : initialRttNanos;
        if (Long.compareUnsigned(nanos - own.nextSequenceNanos, threshold) >= 0) {
            return false;
        }
        return own.nextSequence != end();
    }

    private void remember() {
        if (occupiesSequence()) {
            rememberSent();
        }
        if (!result.has(SegmentAnalysis.ZERO_WINDOW_PROBE)) {
            advance();
        }
        if (!belowMinimum) {
            measure();
            acknowledge();
        }
        own.lastWindow = window;
        own.lastAcknowledgment = acknowledgment;
        own.lastAcknowledgmentNanos = nanos;
        own.lastFlags = result.flags();
        if (multipath != null) {
            own.multipathOperations = multipath.operations();
        }
    }

    private void acknowledge() {
        if (has(TcpHeader.ACK) && (!own.acknowledges || isBefore(own.highestAcknowledgment, acknowledgment))) {
            own.acknowledges = true;
            own.highestAcknowledgment = acknowledgment;
        }
    }

    /** Behind the segment, SYN and FIN counted; Wireshark counts one where a segment has both. */
    private int end() {
        return sequence + length + (has(TcpHeader.SYN | TcpHeader.FIN) ? 1 : 0);
    }

    private void judgePlace() {
        int numbers = length + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
        boolean repeatsAll = own.sent.repeated() == numbers;
        result.setPlace(own.sent.repeated() > 0, repeatsAll, own.sent.fills(), own.sent.leavesHole());
    }

    private void rememberSent() {
        SentOctets.Place place = belowMinimum
                ? SentOctets.Place.AHEAD
                : own.sent.see(sequence, has(TcpHeader.SYN), length, has(TcpHeader.FIN));
        if (!belowMinimum && (place != SentOctets.Place.AHEAD || own.sent.leavesHole())) {
            judgePlace();
        }
        if (place != SentOctets.Place.AHEAD) {
            own.unacknowledged.disturb(sequence, end(), nanos);
        }
        if (unacknowledged == mostUnacknowledged) {
            notRemembered++;
        } else if (!own.unacknowledged.isFull()) {
            unacknowledged++;
            own.unacknowledged.add(sequence, end(), nanos);
            if (place == SentOctets.Place.AGAIN) {
                own.unacknowledged.disturbLast();
            }
        }
    }

    private void advance() {
        int end = end();
        if (own.nextSequence == 0 || isBefore(own.nextSequence, end)) {
            own.nextSequence = end;
            own.nextSequenceNanos = nanos;
        }
        if (own.contiguousSequence == 0 || sequence == own.contiguousSequence) {
            own.contiguousSequence = own.nextSequence;
        }
    }

    /** What is no matter of judgement, but of size and number. */
    private void measure() {
        if (own.lastWindow >= 0) {
            long idle = nanos - own.lastNanos;
            result.setSinceLast(idle);
            own.longestIdle = Math.max(own.longestIdle, idle);
        }
        own.lastNanos = nanos;
        if (length > own.longestSegment) {
            own.longestSegment = length;
        }
        if ((flags & CONTROL) == 0) {
            own.widestWindow = Math.max(own.widestWindow, window);
            if (length == 0 && has(TcpHeader.ACK)) {
                own.pureAcks++;
            }
        } else if (has(TcpHeader.SYN)) {
            own.widestSynWindow = Math.max(own.widestSynWindow, window);
        } else if (!has(TcpHeader.RST)) {
            own.widestWindow = Math.max(own.widestWindow, window);
        }
    }

    private void addRoundTrip(long taken) {
        RoundTripSums sums = other.roundTrips;
        if (sums == null) {
            sums = new RoundTripSums();
            other.roundTrips = sums;
        }
        sums.add(taken);
    }

    private void measureFlight(int base) {
        if (length == 0 || own.unacknowledged.isEmpty() || !own.flightKnown) {
            return;
        }
        result.setNoteworthy();
        long inFlight = (own.unacknowledged.span(base) - other.selectivelyAcknowledged) & 0xffff_ffffL;
        if (inFlight < MOST_IN_FLIGHT) {
            long octets = has(TcpHeader.SYN | TcpHeader.FIN) ? inFlight - 1 : inFlight;
            if (octets > 0) {
                result.setBytesInFlight(octets);
            }
        }
    }
}
