package parley.analyzer.capture;

import java.io.IOException;
import java.util.List;

/**
 * Another source whose packets are also written to a file as they pass. The file holds all that was given whenever the
 * source waits, and at its end; closing adds how long the capture ran and what it lost. Used by one thread, as the
 * source is.
 */
public final class TeeSource extends ForwardingSource {
    private final PcapngWriter writer;
    private final long startNanos = WallClock.nanos();
    private IdleAction idleAction = () -> {};
    private boolean closed;

    /**
     * Takes over both; {@link #close} closes them.
     *
     * @param writer begun and still without interfaces
     * @throws IOException if the interfaces known so far cannot be written
     */
    public TeeSource(PacketSource source, PcapngWriter writer) throws IOException {
        super(source);
        this.writer = writer;
        describeInterfaces();
        writer.flush();
        source.onIdle(this::idle);
    }

    private void describeInterfaces() throws IOException {
        List<CaptureInterface> known = source().interfaces();
        for (int i = writer.interfaceCount(); i < known.size(); i++) {
            writer.addInterface(known.get(i));
        }
    }

    private void idle() throws IOException {
        writer.flush();
        idleAction.run();
    }

    /** @throws IOException also if the file cannot be written; the message is a whole sentence for the user */
    @Override
    public boolean next(Packet packet) throws IOException {
        if (!source().next(packet)) {
            writer.flush();
            return false;
        }
        if (packet.interfaceId() >= writer.interfaceCount()) {
            describeInterfaces();
        }
        writer.write(packet);
        return true;
    }

    @Override
    public void onIdle(IdleAction action) {
        idleAction = action;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (PacketSource closing = source();
                writer) {
            if (writer.hasFailed()) {
                return;
            }
            describeInterfaces();
            long endNanos = WallClock.nanos();
            for (int i = 0; i < writer.interfaceCount(); i++) {
                writer.writeStatistics(i, startNanos, endNanos, closing.dropped(i));
            }
        }
    }
}
