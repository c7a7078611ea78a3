package parley.analyzer.capture;

import java.math.BigInteger;

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

    /**
     * Whether {@link #toNanos} can say it: from 1677-09-21 to 2262-04-11.
     *
     * @param units unsigned
     */
    boolean isRepresentable(long units) {
        if (offsetSeconds == 0 && units >= 0 && units <= surelyRepresentable()) {
            return true;
        }
        BigInteger counted = new BigInteger(Long.toUnsignedString(units)).multiply(BigInteger.valueOf(NANOS));
        BigInteger nanos = binary ? counted.shiftRight(exponent) : counted.divide(BigInteger.TEN.pow(exponent));
        return nanos.add(BigInteger.valueOf(offsetSeconds).multiply(BigInteger.valueOf(NANOS)))
                        .bitLength()
                < Long.SIZE;
    }

    private long surelyRepresentable() {
        if (binary) {
            return exponent >= 30 ? Long.MAX_VALUE : (Long.MAX_VALUE / NANOS) << exponent;
        }
        return exponent >= NANO_DIGITS ? Long.MAX_VALUE : Long.MAX_VALUE / pow10(NANO_DIGITS - exponent);
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
