package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import parley.analyzer.wire.Octets;

/**
 * Selective acknowledgements of one header (RFC 2018 section 3), as far as they decide what Wireshark reads of the next:
 * it looks the first block up once more where this tells of a duplicate (RFC 2883 section 4), even where there is none.
 */
final class SackEdges {
    static final int BLOCK = 8;

    private static final int EDGE = 4;
    private static final int OPTION_HEADER = 2;

    private int acknowledgment;
    private int base;
    private int blocks;
    private int firstRight;
    private int secondLeft;
    private int secondRight;

    void begin(int relativeAcknowledgment, int reverseBase) {
        acknowledgment = relativeAcknowledgment;
        base = reverseBase;
        blocks = 0;
        firstRight = 0;
        secondLeft = 0;
        secondRight = 0;
    }

    /**
     * Octets of the option that are read, as in {@link OptionNeeds}.
     *
     * @param cut whether the packet was cut when it was captured
     */
    int needed(MemorySegment data, long value, int length, int captured, boolean cut) {
        int octets = captured - OPTION_HEADER;
        for (int at = 0; at + BLOCK <= octets; at += BLOCK) {
            add(Octets.u32(data, value + at) - base, Octets.u32(data, value + at + 4) - base);
        }
        int nextEdge = OPTION_HEADER + octets / EDGE * EDGE + EDGE;
        if (nextEdge <= length) {
            return nextEdge;
        }
        // What is left of an edge is marked as far as it goes, and where nothing of it is there it is not missed.
        boolean missesNone = captured >= length || (!cut && nextEdge - EDGE == captured);
        if (!missesNone) {
            return length;
        }
        return tellsDuplicate()
                ? OptionNeeds.firstMissing(captured, OPTION_HEADER + EDGE, OPTION_HEADER + BLOCK)
                : OPTION_HEADER;
    }

    private void add(int left, int right) {
        blocks++;
        if (blocks == 1) {
            firstRight = right;
        } else if (blocks == 2) {
            secondLeft = left;
            secondRight = right;
        }
    }

    private boolean tellsDuplicate() {
        return firstRight - acknowledgment <= 0
                || (blocks > 1 && secondLeft - firstRight < 0 && secondRight - firstRight >= 0);
    }
}
