package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    private final StringBuilder out = new StringBuilder();
    private final JsonWriter json = new JsonWriter(out);

    @Test
    void valuesOfEveryKindNest() throws IOException {
        json.beginObject()
                .name("a")
                .beginArray()
                .value(1)
                .value(-2.5)
                .value(true)
                .value((String) null);
        json.beginObject().endObject().beginArray().endArray().endArray();
        json.name("b").value("x").name("c").beginObject().name("d").value(Long.MAX_VALUE);
        json.endObject().endObject();
        assertEquals("{\"a\":[1,-2.5,true,null,{},[]],\"b\":\"x\",\"c\":{\"d\":9223372036854775807}}", out.toString());
    }

    @Test
    void textComesOutPrintable() throws IOException {
        json.value("\"\\/\n\r\t\b\0\u001b[31m\u007f\u0085\u2028\u202e");
        assertEquals("\"\\\"\\\\/\\n\\r\\t\\u0008\\u0000\\u001b[31m\\u007f\\u0085\\u2028\\u202e\"", out.toString());
    }

    @Test
    void lettersOfEveryScriptStayAsTheyAre() throws IOException {
        json.value("é 你好 😀");
        assertEquals("\"é 你好 😀\"", out.toString());
    }

    @Test
    void halfASurrogatePairIsEscaped() throws IOException {
        json.beginArray().value("a\ud83d").value("\ude00b").endArray();
        assertEquals("[\"a\\ud83d\",\"\\ude00b\"]", out.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatJsonCannotSayAreRefused(double number) {
        assertThrows(IllegalArgumentException.class, () -> json.value(number));
    }

    @Test
    void callsThatMakeNoJsonAreRefused() throws IOException {
        assertThrows(IllegalStateException.class, () -> json.name("a"));
        json.beginObject();
        assertThrows(IllegalStateException.class, () -> json.value(1));
        assertThrows(IllegalStateException.class, json::endArray);
        json.name("a");
        assertThrows(IllegalStateException.class, () -> json.name("b"));
        assertThrows(IllegalStateException.class, json::endObject);
        json.value(1).endObject();
        assertThrows(IllegalStateException.class, () -> json.value(2));
        assertEquals("{\"a\":1}", out.toString());
    }
}
