package parley.client;

/** Text from the wire as a terminal may have it: what would move its cursor, recolour it or reorder it is spelled out. */
public final class TerminalText {
    private TerminalText() {}

    /**
     * The text with each control character but tab (C0, DEL, C1), each line or paragraph separator and each
     * bidirectional embedding, override or isolate (UAX #9, section 2) written as {@code \}{@code u} and its four
     * hexadecimal digits.
     */
    public static String printable(String text) {
        if (text.chars().noneMatch(TerminalText::acts)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (acts(c)) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }

    private static boolean acts(int c) {
        return (Character.isISOControl(c) && c != '\t')
                || (c >= '\u2028' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
