package parley.analyzer.capture.foreign;

/** What a transfer as text does to a capture whose first octets survive it. */
final class TextMode {
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int LARGEST_PACKET = 262_144;
    private static final long YEAR_SECONDS = 366 * 86_400L;
    private static final int ENOUGH_LINES = 3;
    private static final int ENOUGH_ZEROS = 512;

    private TextMode() {}

    /**
     * Whether it is a pcap file with a CR before each LF, and does not make sense as it is. A sound one may have such
     * octets, too: its records follow on one another.
     */
    static boolean isPcapWithReturns(Head head) {
        boolean little = head.has(1, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1)
                || head.has(1, (byte) 0x3c, (byte) 0xb2, (byte) 0xa1);
        boolean big = head.has(0, (byte) 0xa1, (byte) 0xb2);
        return head.length() >= PCAP_HEADER && (little || big) && everyLineReturns(head) && !followOn(head, little);
    }

    private static boolean everyLineReturns(Head head) {
        int lines = 0;
        for (int i = 0; i < head.length(); i++) {
            if (head.u8(i) == '\n') {
                if (i == 0 || head.u8(i - 1) != '\r') {
                    return false;
                }
                lines++;
            }
        }
        return lines >= ENOUGH_LINES;
    }

    private static boolean followOn(Head head, boolean little) {
        long first = -1;
        for (int at = PCAP_HEADER; at + RECORD_HEADER <= head.length(); ) {
            long seconds = u32(head, at, little);
            long fraction = u32(head, at + 4, little);
            long captured = u32(head, at + 8, little);
            long original = u32(head, at + 12, little);
            first = first < 0 ? seconds : first;
            boolean makesSense = fraction < 1_000_000_000
                    && captured <= LARGEST_PACKET
                    && captured <= original
                    && original <= Integer.MAX_VALUE
                    && Math.abs(seconds - first) < YEAR_SECONDS;
            if (!makesSense) {
                return false;
            }
            at += RECORD_HEADER + (int) captured;
        }
        return true;
    }

    private static long u32(Head head, int at, boolean little) {
        return little ? head.u32LittleEndian(at) : head.u32(at);
    }

    static boolean isZeros(Head head) {
        for (int i = 0; i < head.length(); i++) {
            if (head.u8(i) != 0) {
                return false;
            }
        }
        return head.length() >= ENOUGH_ZEROS;
    }
}
