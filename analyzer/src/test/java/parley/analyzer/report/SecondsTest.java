package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {
    @ParameterizedTest
    @CsvSource({
        "0,                    9, 0.000000000",
        "0,                    6, 0.000000",
        "0,                    0, 0",
        "32328999,             6, 0.032328",
        "1,                    9, 0.000000001",
        "999999999,            3, 0.999",
        "1767225600123456789,  9, 1767225600.123456789",
        "-1,                   9, -0.000000001",
        "-1500000000,          6, -1.500000",
        "9223372036854775807,  9, 9223372036.854775807",
    })
    void nanosecondsAreCutToTheDigitsAskedFor(long nanos, int digits, String text) {
        assertEquals(text, Seconds.format(nanos, digits));
    }

    @Test
    void theSmallestNumberHasItsDigitsToo() {
        assertEquals("-9223372036.854775808", Seconds.format(Long.MIN_VALUE, 9));
    }

    @ParameterizedTest
    @CsvSource({"-1, 9, -0.000000001", "-1, 6, 0.000000"})
    void thereIsNoNegativeZero(long nanos, int digits, String text) {
        assertEquals(text, Seconds.format(nanos, digits));
    }
}
