package parley.analyzer.replay.packets;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.os.FrameOutput;

/**
 * One replay of a capture's packets. Run once, by one thread; {@link #stop} is for others.
 *
 * <p>Rounds follow each other without a pause: the first packet of one is due when the last of the round before was.
 */
public final class PacketReplay {
    /** How often, in nanoseconds, a {@link Watcher} is told. */
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(100).toNanos();

    private static final int PACKETS_BETWEEN_LOOKS = 1 << 10;

    /** How long, in nanoseconds, a packet waits for an interface whose queue stays full. */
    private static final long LONGEST_QUEUE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long QUEUE_PAUSE_NANOS = 20_000;

    /** Gives the capture anew for each round. */
    @FunctionalInterface
    public interface Capture {
        PacketSource open() throws IOException;
    }

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Called now and then, at most every 100 ms, by the thread that sends.
         *
         * @param round from 0
         * @param source what is being read
         * @param packets sent so far
         */
        void look(long round, PacketSource source, long packets);
    }

    /**
     * How much is sent.
     *
     * @param rounds how often the capture is sent, at least 1
     * @param packets after how many packets it ends, at least 1
     */
    public record Extent(long rounds, long packets) {
        /** Everything, once. */
        public static final Extent ONCE = new Extent(1, Long.MAX_VALUE);
    }

    private final Capture capture;
    private final FrameOutput output;
    private final Schedule schedule;
    private final Extent extent;
    private final Watcher watcher;
    private final Pacer.Clock clock;
    private final Pacer pacer;
    private final FrameMaker maker;
    private final FrameRewriter rewriter;
    private final boolean timed;

    private final Lateness lateness = new Lateness();
    private final Map<String, Long> notSent = new LinkedHashMap<>();
    private long packets;
    private long octets;
    private long queueFull;
    private long untimed;
    private long start;
    private long begun;
    private long end;
    private long round;
    private long nextLook;
    private int sinceLook;
    private @Nullable PacketSource source;
    private volatile boolean stopped;

    /**
     * Prepares a replay; nothing is sent yet.
     *
     * @throws IOException if the output's frames cannot have what the options ask for
     */
    public PacketReplay(
            Capture capture,
            FrameOutput output,
            Schedule schedule,
            Extent extent,
            FrameOptions options,
            Rewriting rewriting,
            Watcher watcher)
            throws IOException {
        this(capture, output, schedule, extent, options, rewriting, watcher, Pacer.Clock.SYSTEM);
    }

    PacketReplay(
            Capture capture,
            FrameOutput output,
            Schedule schedule,
            Extent extent,
            FrameOptions options,
            Rewriting rewriting,
            Watcher watcher,
            Pacer.Clock clock)
            throws IOException {
        this.capture = capture;
        this.output = output;
        this.schedule = schedule;
        this.extent = extent;
        this.watcher = watcher;
        this.clock = clock;
        this.timed = !(schedule instanceof Schedule.TopSpeed);
        this.pacer = new Pacer(clock, () -> stopped, this::look);
        this.maker = new FrameMaker(output.linkType(), options);
        this.rewriter = new FrameRewriter(rewriting, output.linkType());
    }

    /** Ends the replay after the packet that is being sent. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Sends everything. What the replay came to is in {@link #result}, after a failure too.
     *
     * @throws IOException if the capture cannot be read, or nothing more can be sent
     */
    public void run() throws IOException {
        try {
            long roundDue = 0;
            for (round = 0; round < extent.rounds() && !isOver(); round++) {
                try (PacketSource opened = capture.open()) {
                    source = opened;
                    roundDue = sendRound(opened, roundDue);
                }
                if (begun == 0) {
                    return;
                }
            }
        } finally {
            end = clock.nanoTime();
        }
    }

    private boolean isOver() {
        return stopped || packets >= extent.packets();
    }

    /** Sends the capture once, its first packet so many nanoseconds after the first of all; gives its last's time. */
    private long sendRound(PacketSource from, long roundDue) throws IOException {
        Packet packet = new Packet();
        long first = Long.MIN_VALUE;
        long captured = roundDue;
        while (!isOver() && from.next(packet)) {
            int length = maker.make(packet, output.frame());
            if (length == FrameMaker.REFUSED) {
                count(maker.refusal());
                continue;
            }
            rewriter.rewrite(output.frame(), length);
            if (packet.hasTimestamp()) {
                first = first == Long.MIN_VALUE ? packet.timestampNanos() : first;
                captured = roundDue + packet.timestampNanos() - first;
            } else {
                untimed++;
            }
            if (await(captured)) {
                send(length);
            }
            if (++sinceLook >= PACKETS_BETWEEN_LOOKS) {
                look();
            }
        }
        return captured;
    }

    /** Waits until the packet that is ready is due; false where the replay was stopped before. */
    private boolean await(long captured) {
        if (begun++ == 0) {
            start = clock.nanoTime();
            nextLook = start + BETWEEN_LOOKS_NANOS;
        }
        if (!timed) {
            return true;
        }
        long late = pacer.await(start + schedule.dueNanos(packets, octets, captured));
        if (late < 0) {
            return false;
        }
        lateness.add(late);
        return true;
    }

    private void send(int length) throws IOException {
        FrameOutput.Outcome outcome = output.send(length);
        if (outcome == FrameOutput.Outcome.QUEUE_FULL) {
            outcome = sendWhenThereIsRoom(length);
        }
        switch (outcome) {
            case SENT -> {
                packets++;
                octets += length;
            }
            case TOO_LARGE -> count("longer than the interface takes (" + output.refusal() + ")");
            case QUEUE_FULL -> count("for which the interface's queue was full too long");
            case REFUSED -> count("that the system does not send (" + output.refusal() + ")");
        }
    }

    private FrameOutput.Outcome sendWhenThereIsRoom(int length) throws IOException {
        queueFull++;
        long until = clock.nanoTime() + LONGEST_QUEUE_NANOS;
        FrameOutput.Outcome outcome = FrameOutput.Outcome.QUEUE_FULL;
        while (outcome == FrameOutput.Outcome.QUEUE_FULL && !stopped && clock.nanoTime() - until < 0) {
            clock.sleep(QUEUE_PAUSE_NANOS);
            outcome = output.send(length);
        }
        return outcome;
    }

    private void count(String why) {
        notSent.merge(why, 1L, Long::sum);
    }

    private void look() {
        sinceLook = 0;
        long now = clock.nanoTime();
        PacketSource reading = source;
        if (now - nextLook >= 0 && reading != null) {
            nextLook = now + BETWEEN_LOOKS_NANOS;
            watcher.look(round, reading, packets);
        }
    }

    /** What it has come to, once {@link #run} has ended. */
    public PacketReplayResult result() {
        return new PacketReplayResult(
                packets, octets, begun == 0 ? 0 : end - start, lateness, notSent, queueFull, untimed, stopped);
    }
}
