package parley.analyzer.report;

/** Times as reports say them: seconds since the first packet, with the digits that the capture has. */
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
