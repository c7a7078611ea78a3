package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one statement of a {@link TcpScript}, taken one by one. */
final class ScriptWords {
    private static final Pattern WORD =
            Pattern.compile("\\s*(?:(#.*)|(;)|('[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+')|([^\\s;'#]+))\\s*");

    private final List<String> words;
    private int next;

    private ScriptWords(List<String> words) {
        this.words = words;
    }

    /** The statements of a line that are not empty. */
    static List<ScriptWords> statements(String line) {
        List<ScriptWords> statements = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        int at = 0;
        while (at < line.length() && !line.substring(at).isBlank()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException(
                        "a quote that does not end in: " + line.substring(at).strip());
            }
            at = matcher.end();
            if (matcher.group(2) != null) {
                addTo(statements, words);
                words = new ArrayList<>();
            } else if (matcher.group(1) == null) {
                words.add(matcher.group().strip());
            }
        }
        addTo(statements, words);
        return statements;
    }

    private static void addTo(List<ScriptWords> statements, List<String> words) {
        if (!words.isEmpty()) {
            statements.add(new ScriptWords(words));
        }
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** The next word; {@code expected} says what should be there where there is none. */
    String next(String expected) {
        if (!hasNext()) {
            throw new IllegalArgumentException(this + ": expected " + expected);
        }
        return words.get(next++);
    }

    /** Takes the next word if it is this one. */
    boolean take(String word) {
        boolean there = hasNext() && words.get(next).equals(word);
        next += there ? 1 : 0;
        return there;
    }

    long number(String expected) {
        return number(next(expected), expected);
    }

    static long number(String word, String expected) {
        try {
            return Long.decode(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + ": expected " + expected, e);
        }
    }

    void end() {
        if (hasNext()) {
            throw new IllegalArgumentException(this + ": " + words.get(next) + " is not expected here");
        }
    }

    /** The octets of a word in quotes. */
    static byte[] unquote(String quoted) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        String text = quoted.substring(1, quoted.length() - 1);
        for (int i = 0; i < text.length(); i++) {
            int end = text.offsetByCodePoints(i, 1);
            if (text.charAt(i) != '\\') {
                octets.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end - 1;
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'n' -> octets.write('\n');
                case 'r' -> octets.write('\r');
                case 't' -> octets.write('\t');
                case '\'', '\\' -> octets.write(escape);
                case 'x' -> {
                    octets.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("no such escape: \\" + escape);
            }
        }
        return octets.toByteArray();
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
