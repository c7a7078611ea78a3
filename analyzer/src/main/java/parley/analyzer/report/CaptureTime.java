package parley.analyzer.report;

import parley.analyzer.capture.Packet;

/**
 * Times as reports have them: seconds since the first packet.
 *
 * @param firstNanos when that was captured, in nanoseconds since the epoch
 * @param digits after the point, those of the finest timestamps so far
 */
record CaptureTime(long firstNanos, int digits) {
    /** Before the first packet. */
    static final CaptureTime NONE = new CaptureTime(0, 0);

    /** Until packets with so fine timestamps. */
    CaptureTime finer(int timestampDigits) {
        return timestampDigits <= digits ? this : new CaptureTime(firstNanos, timestampDigits);
    }

    /** A point in time, in nanoseconds since the first packet. */
    long since(long timestampNanos) {
        return timestampNanos - firstNanos;
    }

    /** When a packet was captured, as finely as its interface tells. */
    String of(Packet packet) {
        return Seconds.format(since(packet.timestampNanos()), packet.timestampDigits());
    }

    /** A point in time. */
    String at(long timestampNanos) {
        return Seconds.format(since(timestampNanos), digits);
    }

    /** How long something took; empty where that is not known. */
    String lasting(long nanos) {
        return nanos < 0 ? "" : Seconds.format(nanos, digits);
    }
}
