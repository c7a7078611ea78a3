package parley.analyzer.capture.foreign;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** By what a kind of file is known. */
@FunctionalInterface
interface Signature {
    boolean matches(Head head);

    /** Its first octets. */
    static Signature octets(String hex) {
        return octetsAt(0, hex);
    }

    static Signature octetsAt(int offset, String hex) {
        byte[] expected = HexFormat.of().parseHex(hex);
        return head -> head.has(offset, expected);
    }

    /** Its first octets, as characters. */
    static Signature ascii(String characters) {
        return asciiAt(0, characters);
    }

    static Signature asciiAt(int offset, String characters) {
        byte[] expected = characters.getBytes(StandardCharsets.ISO_8859_1);
        return head -> head.has(offset, expected);
    }

    /** A text whose beginning, or a line of it, is so; {@code ^} is the beginning of a line only with {@code (?m)}. */
    static Signature text(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return head -> head.isText() && pattern.matcher(head.text()).find();
    }

    default Signature and(Signature other) {
        return head -> matches(head) && other.matches(head);
    }
}
