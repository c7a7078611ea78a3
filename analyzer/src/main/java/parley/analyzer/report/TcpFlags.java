package parley.analyzer.report;

import java.util.ArrayList;
import java.util.List;

/** TCP flags by their names. */
public final class TcpFlags {
    private static final String[] NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"};

    private TcpFlags() {}

    /** For instance {@code [PSH, ACK]}, in the order of the bits from FIN up. */
    public static String names(int flags) {
        List<String> set = new ArrayList<>();
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                set.add(NAMES[bit]);
            }
        }
        return "[" + String.join(", ", set) + "]";
    }
}
