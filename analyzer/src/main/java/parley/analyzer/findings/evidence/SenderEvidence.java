package parley.analyzer.findings.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parley.analyzer.findings.evidence.FrameFilter.Octets;

/**
 * Evidence of octets that one sender of a stream sends, in the order of the sequence numbers: a frame is offered to the
 * evidence of octets near its own alone.
 */
final class SenderEvidence {
    private final int port;
    private final TreeMap<Long, List<Evidence>> byEnd = new TreeMap<>();
    private long longest;
    private long latest = Frame.NONE;
    private long highestSequence = Long.MIN_VALUE;

    SenderEvidence(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Place in the log of the last frame with data; {@link Frame#NONE} before the first. */
    long latest() {
        return latest;
    }

    /** Chains a frame with data to the sender's earlier ones. */
    void take(Frame frame, long place) {
        highestSequence = Math.max(highestSequence, frame.nextSequence);
        frame.highestSequence = highestSequence;
        frame.previous = latest;
        latest = place;
    }

    void offer(Frame frame) {
        if (byEnd.isEmpty()) {
            return;
        }
        Map.Entry<Long, List<Evidence>> entry = byEnd.higherEntry(frame.sequence);
        // Nothing that ends later begins before the frame ends.
        while (entry != null && entry.getKey() - longest < frame.nextSequence) {
            entry.getValue().forEach(evidence -> evidence.offer(frame));
            entry = byEnd.higherEntry(entry.getKey());
        }
    }

    void add(Evidence evidence, Octets octets) {
        longest = Math.max(longest, octets.end() - octets.start());
        byEnd.computeIfAbsent(octets.end(), end -> new ArrayList<>(1)).add(evidence);
    }

    void remove(Evidence evidence, Octets octets) {
        byEnd.computeIfPresent(octets.end(), (end, group) -> {
            group.remove(evidence);
            return group.isEmpty() ? null : group;
        });
    }
}
