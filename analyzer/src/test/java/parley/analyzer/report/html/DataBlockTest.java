package parley.analyzer.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.report.JsonWriter;

class DataBlockTest {
    private static String block(String text) throws IOException {
        StringWriter out = new StringWriter();
        try (DataBlock block = new DataBlock(out)) {
            new JsonWriter(block).beginObject().name("text").value(text).endObject();
        }
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "]]>&amp;&lt;",
                "\u0000\u001b[2J\u202e\u2028\ud800",
                "'\"\\\n"
            })
    void whatUsersSayCannotEndTheElementAndReadsBack(String text) throws IOException {
        String block = block(text);

        assertFalse(block.contains("<") || block.contains(">") || block.contains("&"), block);
        assertEquals(text, ReportData.of(block).get("text").getAsString());
    }

    @ParameterizedTest
    @ValueSource(ints = {DataBlock.MOST_PLAIN - 50, DataBlock.MOST_PLAIN, DataBlock.MOST_PLAIN + 1, 3_000_000})
    void whatIsLongReadsBack(int length) throws IOException {
        String text = "<שלום & 😀>".repeat(length / 10);

        assertEquals(text, ReportData.of(block(text)).get("text").getAsString());
    }

    @Test
    void whatIsLongIsDeflated() throws IOException {
        String block = block("chat ".repeat(200_000));

        assertTrue(block.startsWith("{\"deflated\":\""), block.substring(0, 20));
        assertTrue(block.length() < 50_000, block.length() + " characters");
    }
}
