package parley.analyzer.replay.diff;

import parley.analyzer.replay.recording.Piece;

/**
 * How long the server took for a message, from what led to it: the message that it passes on, or else what its own
 * client had said last.
 *
 * @param a the message in A
 * @param b the same in B
 * @param nanosA how long it took in A
 * @param nanosB how long it took in B
 */
public record Delay(Piece a, Piece b, long nanosA, long nanosB) {
    /** How much longer it took in B. */
    public long laterNanos() {
        return nanosB - nanosA;
    }
}
