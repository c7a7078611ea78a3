package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumberTest {
    private static final int LAST = 0xffff_ffff;

    @Test
    void theNumberAfterTheLastIsZero() {
        assertEquals(1, SequenceNumber.difference(0, LAST));
        assertTrue(SequenceNumber.isAfter(0, LAST));
        assertTrue(SequenceNumber.isBefore(LAST, 0));
    }

    @Test
    void theSignBitIsNoBoundary() {
        assertEquals(2, SequenceNumber.difference(0x8000_0001, 0x7fff_ffff));
        assertTrue(SequenceNumber.isBefore(0x7fff_ffff, 0x8000_0001));
    }

    @Test
    void aNumberIsNeitherBeforeNorAfterItself() {
        assertFalse(SequenceNumber.isBefore(LAST, LAST));
        assertFalse(SequenceNumber.isAfter(LAST, LAST));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "0, 0xffffffff, 1",
        "0xffffffff, 0, 4294967295",
        "5, 0xfffffffb, 10",
        "0x80000000, 0, 2147483648"
    })
    void relativeNumbersAreUnsigned(String number, String base, long relative) {
        assertEquals(
                relative,
                SequenceNumber.relative(
                        Long.decode(number).intValue(), Long.decode(base).intValue()));
    }
}
