package parley.client.web;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object (RFC 8259) of texts, numbers, nulls and lists of texts; each is to be asked for once. */
final class Fields {
    /** What a page can count up to exactly. */
    private static final long LARGEST = (1L << 53) - 1;

    private static final int MOST_DIGITS = 16;

    private final Map<String, @Nullable Object> fields;

    private Fields(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    static Fields read(String json) throws MalformedFrameException {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        try {
            return read(reader);
        } catch (MalformedJsonException | EOFException | NumberFormatException | IllegalStateException wrong) {
            throw new MalformedFrameException("the frame is no JSON object");
        } catch (IOException impossible) {
            throw new IllegalStateException("a string that cannot be read", impossible);
        }
    }

    private static Fields read(JsonReader reader) throws IOException, MalformedFrameException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (fields.containsKey(name)) {
                throw new MalformedFrameException("'" + name + "' is there twice");
            }
            fields.put(name, value(reader, name));
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedFrameException("the frame is more than one JSON object");
        }
        return new Fields(fields);
    }

    private static @Nullable Object value(JsonReader reader, String name) throws IOException, MalformedFrameException {
        switch (reader.peek()) {
            case STRING:
                return reader.nextString();
            case NUMBER:
                return number(reader.nextString(), name);
            case NULL:
                reader.nextNull();
                return null;
            case BEGIN_ARRAY:
                List<String> texts = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    if (reader.peek() != JsonToken.STRING) {
                        throw new MalformedFrameException("'" + name + "' is no list of texts");
                    }
                    texts.add(reader.nextString());
                }
                reader.endArray();
                return texts;
            default:
                throw new MalformedFrameException("'" + name + "' is neither text nor number nor list");
        }
    }

    private static Long number(String digits, String name) throws MalformedFrameException {
        boolean whole = digits.length() <= MOST_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!whole || Long.parseLong(digits) > LARGEST) {
            throw new MalformedFrameException("'" + name + "' is no whole number up to " + LARGEST);
        }
        return Long.valueOf(digits);
    }

    String text(String name) throws MalformedFrameException {
        if (take(name) instanceof String text) {
            return text;
        }
        throw new MalformedFrameException("'" + name + "' is no text");
    }

    @Nullable
    String textOrNull(String name) throws MalformedFrameException {
        Object value = take(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new MalformedFrameException("'" + name + "' is neither text nor null");
    }

    List<String> texts(String name) throws MalformedFrameException {
        if (take(name) instanceof List<?> list) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new MalformedFrameException("'" + name + "' is no list of texts");
    }

    /** 1 to 2^53 - 1. */
    long positive(String name) throws MalformedFrameException {
        if (take(name) instanceof Long number && number > 0) {
            return number;
        }
        throw new MalformedFrameException("'" + name + "' is no number from 1");
    }

    /** Fails where a field is left that nobody asked for. */
    void end() throws MalformedFrameException {
        if (!fields.isEmpty()) {
            throw new MalformedFrameException("'" + fields.keySet().iterator().next() + "' does not belong there");
        }
    }

    private @Nullable Object take(String name) throws MalformedFrameException {
        if (!fields.containsKey(name)) {
            throw new MalformedFrameException("'" + name + "' is missing");
        }
        return fields.remove(name);
    }
}
