package parley.analyzer.testing;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Endpoint;

/** One end of a scripted connection; numbers are relative to its ISN. */
final class ScriptSide {
    private final Endpoint endpoint;
    private final long isn;
    /** The number of the next octet to send. */
    private long next;
    /** What has arrived from the other side: starts and ends of runs. */
    private TreeMap<Long, Long> arrived = new TreeMap<>();

    private @Nullable ScriptSegment last;

    ScriptSide(Endpoint endpoint, long isn) {
        this.endpoint = endpoint;
        this.isn = isn;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    long isn() {
        return isn;
    }

    long next() {
        return next;
    }

    /** The number that an ACK says: behind what has arrived without a hole, at least behind the SYN. */
    long acknowledgment() {
        Map.Entry<Long, Long> first = arrived.firstEntry();
        return first == null || first.getKey() > 1 ? 1 : first.getValue();
    }

    /** The last segment that took sequence numbers, null where there is none. */
    @Nullable
    ScriptSegment last() {
        return last;
    }

    void sent(ScriptSegment segment) {
        next = Math.max(next, segment.end());
        if (segment.end() > segment.sequence()) {
            last = segment;
        }
    }

    /** The other side starts anew. */
    void forgetArrived() {
        arrived = new TreeMap<>();
    }

    /** Takes in a segment from the other side; what it returns takes it out again. */
    Runnable arrive(ScriptSegment segment) {
        TreeMap<Long, Long> before = new TreeMap<>(arrived);
        long from = segment.sequence();
        long to = segment.end();
        if (to > from) {
            for (Map.Entry<Long, Long> run : before.entrySet()) {
                if (run.getKey() <= to && run.getValue() >= from) {
                    from = Math.min(from, run.getKey());
                    to = Math.max(to, run.getValue());
                    arrived.remove(run.getKey());
                }
            }
            arrived.put(from, to);
        }
        return () -> arrived = before;
    }
}
