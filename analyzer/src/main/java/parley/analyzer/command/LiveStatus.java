package parley.analyzer.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import parley.analyzer.app.LimitsReached;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.report.LiveScreen;
import parley.analyzer.report.LiveText;

/**
 * A live source that keeps the screen up to date as its packets pass: lines are written once nothing waits behind them, four
 * times a second the status line says how fast packets come and how far behind the analysis is, and what is lost and
 * which limits are reached becomes a line.
 */
final class LiveStatus extends ForwardingSource {
    private static final long BETWEEN_NANOS = Duration.ofMillis(250).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** A packet that is further behind, or ahead, is not a live one, or of another clock. */
    private static final long FARTHEST_BEHIND = Duration.ofHours(1).toNanos();

    private static final int PACKETS_BETWEEN_LOOKS = 64;

    private record Sample(long nanoTime, long packets, long messages) {}

    private final LiveScreen screen;
    private final LiveText text;
    private final Supplier<LimitsReached> limits;
    private final LongSupplier nanoTime;
    private final Deque<Sample> lastSecond = new ArrayDeque<>();
    private IdleAction idleAction = () -> {};
    private long next;
    private long packets;
    private long packetNanos;
    private long quietSince;
    private long dropped;
    private long droppedToldAt;

    /**
     * Watches a source.
     *
     * @param limits which limits the analysis has reached until now
     * @param nanoTime {@link System#nanoTime}
     */
    LiveStatus(
            PacketSource source,
            LiveScreen screen,
            LiveText text,
            Supplier<LimitsReached> limits,
            LongSupplier nanoTime) {
        super(source);
        this.screen = screen;
        this.text = text;
        this.limits = limits;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.next = now;
        this.quietSince = now;
        this.droppedToldAt = now - SECOND;
        source.onIdle(this::idle);
    }

    @Override
    public void onIdle(IdleAction action) {
        idleAction = action;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (packets % PACKETS_BETWEEN_LOOKS == 0) {
            screen.tick();
            look(true);
        }
        if (!source().next(packet)) {
            return false;
        }
        packets++;
        packetNanos = packet.timestampNanos();
        return true;
    }

    private void idle() throws IOException {
        screen.flush();
        long now = nanoTime.getAsLong();
        if (now - quietSince >= SECOND) {
            quietSince = now;
            text.quiet();
        }
        look(false);
        idleAction.run();
    }

    /** @param busy whether packets may be waiting */
    private void look(boolean busy) {
        long now = nanoTime.getAsLong();
        if (busy) {
            quietSince = now;
        }
        if (now - next < 0) {
            return;
        }
        next = now + BETWEEN_NANOS;
        tellDropped(now);
        text.limits(limits.get());
        lastSecond.add(new Sample(now, packets, text.messages()));
        while (now - lastSecond.getFirst().nanoTime() > SECOND + BETWEEN_NANOS / 2) {
            lastSecond.removeFirst();
        }
        if (screen.hasStatus()) {
            screen.status(line(lastSecond.getFirst(), lastSecond.getLast(), busy));
        }
    }

    private void tellDropped(long now) {
        long all = dropped();
        if (all > dropped && now - droppedToldAt >= SECOND) {
            text.dropped(all - dropped, all);
            dropped = all;
            droppedToldAt = now;
        }
    }

    /** For instance {@code 12,345 packets (1,204/s)  230 messages (24/s)  0 dropped  3 ms behind}. */
    private String line(Sample from, Sample to, boolean busy) {
        String counts = String.format(
                Locale.ROOT,
                "%,d packets (%,d/s)  %,d messages (%,d/s)  %,d dropped",
                to.packets(),
                perSecond(to.packets() - from.packets(), from, to),
                to.messages(),
                perSecond(to.messages() - from.messages(), from, to),
                dropped());
        long behind = busy && packets > 0 ? wallNanos() - packetNanos : 0;
        return behind < 0 || behind > FARTHEST_BEHIND
                ? counts
                : counts
                        + String.format(
                                Locale.ROOT,
                                "  %,d ms behind",
                                Duration.ofNanos(behind).toMillis());
    }

    private static long perSecond(long count, Sample from, Sample to) {
        long nanos = to.nanoTime() - from.nanoTime();
        return nanos <= 0 ? 0 : Math.round((double) count * SECOND / nanos);
    }

    private static long wallNanos() {
        Instant now = Instant.now();
        return Duration.ofSeconds(now.getEpochSecond(), now.getNano()).toNanos();
    }
}
