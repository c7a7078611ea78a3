package parley.analyzer.capture;

/**
 * What a pcapng timestamp counts (if_tsresol and if_tsoffset, draft-ietf-opsawg-pcapng section 4.2).
 *
 * @param binary units are {@code 2^-exponent} seconds, else {@code 10^-exponent}
 * @param exponent 0 to 127
 * @param offsetSeconds added to every timestamp
 */
record TimestampResolution(boolean binary, int exponent, long offsetSeconds) {
    private static final long NANOS = 1_000_000_000L;
    private static final int NANO_DIGITS = 9;

    static TimestampResolution of(int tsresol, long offsetSeconds) {
        return new TimestampResolution(
                (tsresol & PcapngFormat.RESOLUTION_IS_BINARY) != 0,
                tsresol & ~PcapngFormat.RESOLUTION_IS_BINARY,
                offsetSeconds);
    }

    /** Decimal digits of a second that a timestamp has, 9 at most. */
    int digits() {
        return binary ? NANO_DIGITS : Math.min(exponent, NANO_DIGITS);
    }

    /** Nanoseconds since the epoch; what is finer is cut off. */
    long toNanos(long units) {
        return offsetSeconds * NANOS + (binary ? binaryToNanos(units) : decimalToNanos(units));
    }

    private long decimalToNanos(long units) {
        if (exponent <= NANO_DIGITS) {
            return units * pow10(NANO_DIGITS - exponent);
        }
        int finer = exponent - NANO_DIGITS;
        return finer > 19 ? 0 : Long.divideUnsigned(units, pow10(finer));
    }

    private long binaryToNanos(long units) {
        if (exponent == 0) {
            return units * NANOS;
        }
        if (exponent >= Long.SIZE) {
            // All of it is a fraction: the upper half of units * 10^9 counts 2^-(exponent - 64) nanoseconds.
            return Math.unsignedMultiplyHigh(units, NANOS) >>> Math.min(exponent - Long.SIZE, Long.SIZE - 1);
        }
        long fraction = units & ((1L << exponent) - 1);
        long high = Math.unsignedMultiplyHigh(fraction, NANOS);
        long low = fraction * NANOS;
        return (units >>> exponent) * NANOS + ((high << (Long.SIZE - exponent)) | (low >>> exponent));
    }

    private static long pow10(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
