package parley.analyzer.findings.application;

import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.tcp.Flow;

/**
 * Collects the segments that carry messages, sent again or not. At most {@value #MAXIMUM} messages are followed at
 * a time; the rules hold far fewer unless a capture is full of clients whose names nobody answers.
 */
public final class MessageFrames {
    private static final int MAXIMUM = 1 << 14;

    /**
     * Octets of a direction, by relative sequence numbers.
     *
     * @param firstFrame the first that brought any of them
     * @param since the frame before which the numbers were those of another conversation
     */
    record Span(long stream, int port, long start, long end, long firstFrame, long since) {
        FrameFilter filter() {
            return FrameFilter.octets(stream, port, start, end, since);
        }
    }

    private final EvidenceLog log;
    private int followed;
    private long unproven;
    private long forgotten;

    public MessageFrames(EvidenceLog log) {
        this.log = log;
    }

    static Flow sender(Message message) {
        return message.direction() == Direction.CLIENT
                ? message.connection().client()
                : message.connection().server();
    }

    /** The octets of a message; null where their numbers wrap, which no filter can say. */
    static @Nullable Span span(Message message) {
        if (message.startSequence() < 0) {
            return null;
        }
        return new Span(
                message.connection().index(),
                sender(message).endpoint().port(),
                message.startSequence(),
                message.endSequence(),
                message.first().frame(),
                message.connection().reopenedFrame());
    }

    /** Follows the segments that carry a message's octets; null where too many messages are followed. */
    @Nullable
    Evidence follow(Span span) {
        if (followed == MAXIMUM) {
            unproven++;
            return null;
        }
        followed++;
        Evidence evidence = log.collect(span.filter(), span.firstFrame());
        if (!evidence.isComplete()) {
            unproven++;
        }
        return evidence;
    }

    /** Ends what {@link #follow} began, of a message that no finding rests on. */
    void release(Evidence evidence) {
        followed--;
        log.release(evidence);
    }

    /** Messages that are followed. */
    int followed() {
        return followed;
    }

    /** Messages of which not all segments are known, because too many are followed or their frames are forgotten. */
    long unproven() {
        return unproven + log.givenUp();
    }

    /** Something is forgotten while it may still matter, because too much is followed. */
    void forget() {
        forgotten++;
    }

    /** What rules have forgotten because too much was followed. */
    long forgotten() {
        return forgotten;
    }

    EvidenceLog log() {
        return log;
    }
}
