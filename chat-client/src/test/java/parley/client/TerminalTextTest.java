package parley.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void textInAnyScriptStaysAsItIs() {
        String text = "Ofir to הודיה - שלום,\t日本語 😀";
        assertSame(text, TerminalText.printable(text));
    }

    @Test
    void escapeSequencesAreSpelledOut() {
        assertEquals(
                "\\u001b[31mred\\u001b[0m \\u009b2J \\u007f",
                TerminalText.printable("\u001b[31mred\u001b[0m \u009b2J \u007f"));
    }

    @Test
    void whatWouldBeginALineOrGoBackInItIsSpelledOut() {
        assertEquals("a\\u000db\\u000ac\\u0008\\u2028\\u2029", TerminalText.printable("a\rb\nc\b\u2028\u2029"));
    }

    @Test
    void whatWouldReorderTheLineIsSpelledOut() {
        assertEquals(
                "\\u202egpj.exe\\u202c \\u2066x\\u2069", TerminalText.printable("\u202egpj.exe\u202c \u2066x\u2069"));
    }
}
