package parley.analyzer.findings.evidence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of streams by their numbers: looked up for each frame, so that those below a bound are in an array. */
final class StreamTable {
    private static final int DIRECT = 1 << 20;

    private @Nullable StreamEvidence[] direct = new @Nullable StreamEvidence[64];
    private final Map<Long, StreamEvidence> others = new HashMap<>();

    @Nullable
    StreamEvidence get(long stream) {
        if (stream < direct.length) {
            return stream < 0 ? null : direct[(int) stream];
        }
        return others.isEmpty() ? null : others.get(stream);
    }

    StreamEvidence getOrAdd(long stream) {
        StreamEvidence known = get(stream);
        if (known != null) {
            return known;
        }
        StreamEvidence added = new StreamEvidence();
        if (stream < DIRECT) {
            if (stream >= direct.length) {
                direct = Arrays.copyOf(direct, Math.max((int) stream + 1, Math.min(DIRECT, 2 * direct.length)));
            }
            direct[(int) stream] = added;
        } else {
            others.put(stream, added);
        }
        return added;
    }

    void remove(long stream) {
        if (stream < direct.length) {
            direct[(int) stream] = null;
        } else {
            others.remove(stream);
        }
    }
}
