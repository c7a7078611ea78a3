package parley.analyzer.report;

import parley.analyzer.capture.Packet;

/** Times as reports say them: seconds since the first packet, with the digits of the finest timestamps seen until then. */
final class CaptureTime {
    private boolean started;
    private long firstNanos;
    private int digits;

    /** The capture's first packet; what comes later changes nothing. */
    void start(long timestampNanos, int timestampDigits) {
        if (!started) {
            started = true;
            firstNanos = timestampNanos;
            digits = timestampDigits;
        }
    }

    /** Packets with finer timestamps come. */
    void finer(int timestampDigits) {
        digits = Math.max(digits, timestampDigits);
    }

    /** When a packet was captured, as finely as its interface tells. */
    String of(Packet packet) {
        return Seconds.format(packet.timestampNanos() - firstNanos, packet.timestampDigits());
    }

    /** A point in time. */
    String at(long timestampNanos) {
        return Seconds.format(timestampNanos - firstNanos, digits);
    }

    /** How long something took; empty where that is not known. */
    String lasting(long nanos) {
        return nanos < 0 ? "" : Seconds.format(nanos, digits);
    }

    /** {@link #at} as a cell. */
    void at(long timestampNanos, OctetCsv csv) {
        csv.seconds(timestampNanos - firstNanos, digits);
    }

    /** {@link #lasting} as a cell. */
    void lasting(long nanos, OctetCsv csv) {
        if (nanos < 0) {
            csv.empty();
        } else {
            csv.seconds(nanos, digits);
        }
    }
}
