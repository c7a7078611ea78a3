package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampResolutionTest {
    private static final int BINARY = 0x80;

    @ParameterizedTest
    @CsvSource({
        // if_tsresol, units, nanoseconds, digits
        "0, 1700000000, 1700000000000000000, 0",
        "3, 1700000000123, 1700000000123000000, 3",
        "6, 1700000000123456, 1700000000123456000, 6",
        "9, 1700000000123456789, 1700000000123456789, 9",
        "12, 1700000123456789, 1700000123456, 9",
        "28, 9223372036854775807, 0, 9",
        "127, 9223372036854775807, 0, 9",
        // 2^-10: 1700000000 and 256/1024 seconds
        "0x8a, 1740800000256, 1700000000250000000, 9",
        "0x80, 1700000000, 1700000000000000000, 9",
        "0xa0, 4294967297, 1000000000, 9"
    })
    void unitsAreNanoseconds(String resolution, long units, long nanos, int digits) {
        TimestampResolution timestamps = TimestampResolution.of(Integer.decode(resolution), 0);
        assertEquals(nanos, timestamps.toNanos(units));
        assertEquals(digits, timestamps.digits());
    }

    @Test
    void theOffsetIsInSeconds() {
        assertEquals(3_600_000_001_000L, TimestampResolution.of(6, 3600).toNanos(1));
        assertEquals(-3_599_999_999_000L, TimestampResolution.of(6, -3600).toNanos(1));
    }

    @Test
    void everyBinaryResolutionIsCutToNanosecondsExactly() {
        Random random = new Random(4);
        BigInteger billion = BigInteger.valueOf(1_000_000_000L);
        for (int exponent = 0; exponent < 128; exponent++) {
            for (int i = 0; i < 50; i++) {
                // As many seconds as fit 64 bits of nanoseconds.
                BigInteger units = new BigInteger(Math.min(64, exponent + 33), random);
                long expected = units.multiply(billion).shiftRight(exponent).longValueExact();
                assertEquals(
                        expected,
                        TimestampResolution.of(BINARY | exponent, 0).toNanos(units.longValue()),
                        units + " * 2^-" + exponent);
            }
        }
    }

    @Test
    void everyDecimalResolutionIsCutToNanosecondsExactly() {
        Random random = new Random(5);
        for (int exponent = 0; exponent < 128; exponent++) {
            for (int i = 0; i < 50; i++) {
                BigInteger units = new BigInteger(exponent < 9 ? 33 : 62, random);
                BigInteger expected = exponent < 9
                        ? units.multiply(BigInteger.TEN.pow(9 - exponent))
                        : units.divide(BigInteger.TEN.pow(exponent - 9));
                assertEquals(
                        expected.longValueExact(),
                        TimestampResolution.of(exponent, 0).toNanos(units.longValue()),
                        units + " * 10^-" + exponent);
            }
        }
    }

    @Test
    void whatDoesNotFitIsNotRepresentableAtAnyResolution() {
        Random random = new Random(6);
        for (int exponent = 0; exponent < 128; exponent++) {
            for (int i = 0; i < 50; i++) {
                BigInteger units = new BigInteger(1 + random.nextInt(64), random);
                long offset = random.nextBoolean() ? 0 : random.nextLong() >> random.nextInt(64);
                BigInteger shift = BigInteger.valueOf(offset).multiply(BigInteger.valueOf(1_000_000_000));
                BigInteger nanos = units.multiply(BigInteger.valueOf(1_000_000_000));
                assertEquals(
                        nanos.divide(BigInteger.TEN.pow(exponent)).add(shift).bitLength() < 64,
                        TimestampResolution.of(exponent, offset).isRepresentable(units.longValue()),
                        units + " * 10^-" + exponent + " + " + offset);
                assertEquals(
                        nanos.shiftRight(exponent).add(shift).bitLength() < 64,
                        TimestampResolution.of(BINARY | exponent, offset).isRepresentable(units.longValue()),
                        units + " * 2^-" + exponent + " + " + offset);
            }
        }
    }
}
