package parley.analyzer.command;

import java.util.Locale;
import parley.analyzer.replay.packets.Lateness;
import parley.analyzer.replay.packets.PacketReplayResult;

/** What people read of a replay of packets. */
final class ReplayText {
    private static final double MEGABIT = 1e6;
    private static final double MICROSECOND = 1e3;

    private ReplayText() {}

    /** How much went where, and how fast. */
    static String sent(PacketReplayResult result, String interfaceName) {
        return String.format(
                Locale.ROOT,
                "sent %d packets, %d octets on %s in %.6f s: %.0f packets/s, %.3f Mbit/s%s%s",
                result.packets(),
                result.octets(),
                interfaceName,
                result.seconds(),
                result.packetsASecond(),
                result.bitsASecond() / MEGABIT,
                result.queueFull() == 0 ? "" : "; its queue was full " + result.queueFull() + " times",
                result.stopped() ? "; ended before the end" : "");
    }

    /** How well the times were kept. */
    static String lateness(Lateness lateness) {
        return String.format(
                Locale.ROOT,
                "late: half of them by at most %s, 99 %% by at most %s, the latest by %s",
                time(lateness.percentile(0.5)),
                time(lateness.percentile(0.99)),
                time(lateness.most()));
    }

    /** For instance {@code 1.2 µs}, {@code 350 µs} and {@code 12 ms}. */
    private static String time(long nanos) {
        double micros = nanos / MICROSECOND;
        if (micros < 10) {
            return String.format(Locale.ROOT, "%.1f µs", micros);
        }
        return micros < 10_000
                ? String.format(Locale.ROOT, "%.0f µs", micros)
                : String.format(Locale.ROOT, "%.0f ms", micros / MICROSECOND);
    }
}
