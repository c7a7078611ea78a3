package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void numbersAreGroupedAndNounsCounted() {
        assertEquals("1 packet", Words.count(1, "packet"));
        assertEquals("0 packets", Words.count(0, "packet"));
        assertEquals("1,994 packets", Words.count(1994, "packet"));
    }

    @Test
    void sharesHaveAtMostOneDecimal() {
        assertEquals("100", Words.percent(57, 57));
        assertEquals("25", Words.percent(1, 4));
        assertEquals("33.3", Words.percent(1, 3));
        assertEquals("0", Words.percent(0, 3));
    }

    @Test
    void durationsHaveThreeDigitsThatCount() {
        assertEquals("32.3 µs", Words.duration(32_328));
        assertEquals("1.25 ms", Words.duration(1_251_000));
        assertEquals("120 ms", Words.duration(120_400_000));
        assertEquals("2.89 s", Words.duration(2_889_713_414L));
        assertEquals("1533 s", Words.duration(1_532_629_000_000L));
        assertEquals("0 µs", Words.duration(0));
    }

    @Test
    void listsReadAsSentences() {
        assertEquals("", Words.list(List.of()));
        assertEquals("A", Words.list(List.of("A")));
        assertEquals("A and B", Words.list(List.of("A", "B")));
        assertEquals("A, B and C", Words.list(List.of("A", "B", "C")));
        List<String> many =
                IntStream.rangeClosed(11, 45).mapToObj(Integer::toString).toList();
        assertEquals(String.join(", ", many.subList(0, 32)) + " and 3 more", Words.list(many));
    }

    @Test
    void longTextIsClippedBetweenCharacters() {
        assertEquals("“short”", Words.quote("short"));
        assertEquals("😀".repeat(60) + "…", Words.clip("😀".repeat(61)));
        assertEquals("😀".repeat(60), Words.clip("😀".repeat(60)));
    }
}
