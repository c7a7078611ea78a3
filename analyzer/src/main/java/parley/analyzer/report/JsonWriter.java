package parley.analyzer.report;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) piece by piece: names and values in the order of the calls, commas and escapes put in. Text
 * comes out printable whatever is in it, so that nothing from a wire reaches a terminal as more than text.
 *
 * <p>Calls that make no JSON, such as a value without a name in an object, throw IllegalStateException. Used by one
 * thread.
 */
public final class JsonWriter {
    private enum Scope {
        ARRAY,
        OBJECT
    }

    private static final HexFormat HEX = HexFormat.of();

    private final Appendable out;
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private boolean first = true;
    private boolean named;

    /** @param out receives the JSON; an IOException of its own is passed on */
    public JsonWriter(Appendable out) {
        this.out = out;
    }

    public JsonWriter beginObject() throws IOException {
        return begin(Scope.OBJECT, '{');
    }

    public JsonWriter endObject() throws IOException {
        return end(Scope.OBJECT, '}');
    }

    public JsonWriter beginArray() throws IOException {
        return begin(Scope.ARRAY, '[');
    }

    public JsonWriter endArray() throws IOException {
        return end(Scope.ARRAY, ']');
    }

    /** Names the value that comes next in an object. */
    public JsonWriter name(String name) throws IOException {
        if (scopes.peek() != Scope.OBJECT || named) {
            throw new IllegalStateException("no place for the name " + name);
        }
        separate();
        quote(name);
        out.append(':');
        named = true;
        return this;
    }

    public JsonWriter value(@Nullable String text) throws IOException {
        if (text == null) {
            return literal("null");
        }
        beforeValue();
        quote(text);
        return this;
    }

    public JsonWriter value(long number) throws IOException {
        return literal(Long.toString(number));
    }

    /** @throws IllegalArgumentException if the number is not finite: JSON cannot say that */
    public JsonWriter value(double number) throws IOException {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " is not a JSON number");
        }
        return literal(Double.toString(number));
    }

    public JsonWriter value(boolean truth) throws IOException {
        return literal(Boolean.toString(truth));
    }

    /** A number, {@code true}, {@code false} or {@code null} as it is written, so that a number keeps its digits. */
    public JsonWriter literal(String literal) throws IOException {
        beforeValue();
        out.append(literal);
        return this;
    }

    private JsonWriter begin(Scope scope, char bracket) throws IOException {
        beforeValue();
        out.append(bracket);
        scopes.push(scope);
        first = true;
        return this;
    }

    private JsonWriter end(Scope scope, char bracket) throws IOException {
        if (scopes.peek() != scope || named) {
            throw new IllegalStateException("no place for " + bracket);
        }
        scopes.pop();
        out.append(bracket);
        first = false;
        return this;
    }

    private void beforeValue() throws IOException {
        Scope scope = scopes.peek();
        if (scope == Scope.OBJECT ? !named : scope == null && !first) {
            throw new IllegalStateException("no place for a value");
        }
        if (!named) {
            separate();
        }
        named = false;
    }

    private void separate() throws IOException {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) throws IOException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isPlain(text, i)) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HEX.toHexDigits(c));
                    }
                }
            }
        }
        out.append('"');
    }

    /** Not a control character, a format character such as a change of direction, or half of a surrogate pair. */
    private static boolean isPlain(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
