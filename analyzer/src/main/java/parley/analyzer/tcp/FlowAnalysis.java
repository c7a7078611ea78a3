package parley.analyzer.tcp;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one direction to judge the segments that follow: fields of {@link SegmentAnalyzer}, which alone
 * reads and writes them. As in Wireshark, a sequence number of 0 stands for "none yet".
 */
final class FlowAnalysis {
    /** Behind the highest octet sent. */
    int nextSequence;

    long nextSequenceNanos;

    /** Behind the last octet sent with nothing missing before it: what may be acknowledged. */
    int contiguousSequence;

    int lastAcknowledgment;
    long lastAcknowledgmentNanos;

    /** The highest that was said; means nothing unless it {@link #acknowledges}. */
    int highestAcknowledgment;

    boolean acknowledges;

    /** Where {@link #lastAcknowledgment} was said first. */
    long firstAcknowledgmentFrame;

    /** Repetitions of {@link #lastAcknowledgment}; {@link #STALLED} after an acknowledgement of what was not seen. */
    int duplicateAcks;

    /** The window field of the last segment, not scaled; negative before the first. */
    int lastWindow = -1;

    /** {@link SegmentAnalysis#flags} of the last segment. */
    int lastFlags;

    /** False from a loss until the other side acknowledges again: octets in flight are a guess then. */
    boolean flightKnown = true;

    /** The window that a SYN offers is not scaled: true until the first ACK after it. */
    boolean firstAckDue;

    /** Octets that the last segment's SACK option reported as received. */
    int selectivelyAcknowledged;

    /** Whether it has offered the capabilities of SCPS (CCSDS 714.0-B-2), and whether it had before the last segment. */
    boolean scpsCapable;

    boolean scpsCapableBefore;

    /** {@link Multipath#operations} before the last segment. */
    int multipathOperations;

    long lastNanos;
    long longestIdle = SegmentAnalysis.ABSENT;
    long pureAcks;
    int longestSegment;

    /** The widest window field outside SYNs and resets, negative before the first. */
    int widestWindow = -1;

    int widestSynWindow;

    final UnacknowledgedSegments unacknowledged = new UnacknowledgedSegments();

    final SentOctets sent = new SentOctets();

    /** From this direction's segments to their acknowledgements; null before the first. */
    @Nullable
    RoundTripSums roundTrips;

    /** {@link #duplicateAcks} that the next duplicate ACK starts anew. */
    static final int STALLED = -1;
}
