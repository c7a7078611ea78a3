package parley.analyzer.report;

/** Octets as hexadecimal numbers beside their text, 16 a line. */
public final class HexDump {
    private static final int WIDTH = 16;

    private HexDump() {}

    /**
     * The first octets of an array, each line with the position of its first one.
     *
     * @param position of the first octet
     */
    public static String of(byte[] octets, int count, long position) {
        StringBuilder dump = new StringBuilder(count * 5);
        for (int line = 0; line < count; line += WIDTH) {
            dump.append(String.format("%08x ", position + line));
            StringBuilder text = new StringBuilder(WIDTH);
            for (int i = line; i < line + WIDTH; i++) {
                dump.append(i % WIDTH == WIDTH / 2 ? "  " : " ");
                if (i < count) {
                    int octet = octets[i] & 0xff;
                    dump.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
                    text.append(octet >= 0x20 && octet < 0x7f ? (char) octet : '.');
                } else {
                    dump.append("  ");
                }
            }
            dump.append("  ").append(text).append('\n');
        }
        return dump.toString();
    }
}
