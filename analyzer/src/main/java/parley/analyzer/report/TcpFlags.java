package parley.analyzer.report;

import parley.analyzer.tcp.TcpInfo;

/** TCP flags by their names. */
public final class TcpFlags {
    private TcpFlags() {}

    /** For instance {@code [PSH, ACK]}, in the order of the bits from FIN up. */
    public static String names(int flags) {
        return "[" + TcpInfo.flags(flags) + "]";
    }
}
