package parley.analyzer.capture;

import java.io.IOException;

/**
 * Another source whose packets are also recorded in a file as they pass. The file holds all that was given whenever the
 * source waits, and at its end; closing adds how long the capture ran and what it lost. Used by one thread, as the
 * source is.
 */
public final class TeeSource extends ForwardingSource {
    private final Recording recording;
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
        recording = new Recording(source, writer);
        source.onIdle(this::idle);
    }

    private void idle() throws IOException {
        recording.flush();
        idleAction.run();
    }

    /** @throws IOException also if the file cannot be written; the message is a whole sentence for the user */
    @Override
    public boolean next(Packet packet) throws IOException {
        if (!source().next(packet)) {
            recording.flush();
            return false;
        }
        recording.write(packet);
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
        try (PacketSource closing = source()) {
            recording.close();
        }
    }
}
