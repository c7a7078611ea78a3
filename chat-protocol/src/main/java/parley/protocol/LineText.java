package parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A line's bytes as text: strict UTF-8 (RFC 3629), no control characters but tab. */
public final class LineText {
    private static final char REPLACEMENT = '\uFFFD';

    private LineText() {}

    /** The text, or empty where the bytes are not well-formed UTF-8. */
    public static Optional<String> decode(byte[] line) {
        String text = decodeLeniently(line);
        // Most lines hold no U+FFFD: only where one was put in or sent is a second look needed.
        return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : decodeStrictly(line);
    }

    private static Optional<String> decodeStrictly(byte[] line) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** The text with each malformed sequence replaced by U+FFFD, for whoever must show what was sent. */
    public static String decodeLeniently(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    /** Whether the text would reach a terminal as anything but text: C0 other than tab, DEL, C1. */
    public static boolean hasControlCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0)) {
                return true;
            }
        }
        return false;
    }

    /** The line as it is sent: UTF-8 with its LF. */
    public static byte[] encode(String line) {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[text.length + 1];
        System.arraycopy(text, 0, bytes, 0, text.length);
        bytes[text.length] = '\n';
        return bytes;
    }
}
