package parley.analyzer.capture.foreign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first octets of a file. */
final class Head {
    /** Octets that count where it matters whether it is text. */
    private static final int TEXT = 4096;

    private final byte[] octets;
    private final boolean isText;
    private final String text;

    Head(byte[] octets) {
        this.octets = octets;
        text = new String(octets, 0, Math.min(octets.length, TEXT), StandardCharsets.UTF_8).replace("\ufeff", "");
        isText = octets.length > 0 && isText(text);
    }

    /** Text has no control characters; at its end a character may be cut. */
    private static boolean isText(String text) {
        return text.codePoints()
                .limit(Math.max(1, text.length() - 1))
                .allMatch(c ->
                        c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x1b || (c >= ' ' && c != 0xfffd));
    }

    int length() {
        return octets.length;
    }

    boolean has(int at, byte... expected) {
        return at + expected.length <= octets.length
                && Arrays.equals(octets, at, at + expected.length, expected, 0, expected.length);
    }

    /** An octet that is there. */
    int u8(int at) {
        return octets[at] & 0xff;
    }

    int u16(int at) {
        return u8(at) << Byte.SIZE | u8(at + 1);
    }

    int u16LittleEndian(int at) {
        return u8(at + 1) << Byte.SIZE | u8(at);
    }

    long u32(int at) {
        return (long) u16(at) << Short.SIZE | u16(at + 2);
    }

    long u32LittleEndian(int at) {
        return (long) u16LittleEndian(at + 2) << Short.SIZE | u16LittleEndian(at);
    }

    boolean isText() {
        return isText;
    }

    /** Its first characters where it is text. */
    String text() {
        return text;
    }
}
