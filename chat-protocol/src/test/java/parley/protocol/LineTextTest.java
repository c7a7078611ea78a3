package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "שלום", "привет", "你好", "😀", "\u0000", "\uFEFF"})
    void decodesWhatItEncodes(String text) {
        byte[] line = LineText.encode(text);
        assertEquals('\n', line[line.length - 1]);
        byte[] bytes = Arrays.copyOf(line, line.length - 1);
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), bytes);
        assertEquals(Optional.of(text), LineText.decode(bytes));
    }

    /** RFC 3629, section 4: lone continuation, cut short, overlong, surrogate, past U+10FFFF, never a byte. */
    @ParameterizedTest
    @ValueSource(strings = {"80", "61c3", "e282", "c0af", "e08080", "eda080", "f4908080", "f8888080", "ff", "61ff62"})
    void refusesMalformedUtf8(String hex) {
        assertEquals(Optional.empty(), LineText.decode(HexFormat.of().parseHex(hex)));
    }

    @Test
    void showsMalformedUtf8AsReplacement() {
        assertEquals("a\uFFFDb", LineText.decodeLeniently(HexFormat.of().parseHex("61ff62")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u001B[31m", "\u0007", "a\rb", "\u007F", "\u009B31m", "a\nb"})
    void findsControlCharacters(String text) {
        assertTrue(LineText.hasControlCharacters(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tab\there", "שלום", "a\u00A0b"})
    void tabAndTextAreNoControlCharacters(String text) {
        assertFalse(LineText.hasControlCharacters(text));
    }
}
