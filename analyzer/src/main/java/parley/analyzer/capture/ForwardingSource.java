package parley.analyzer.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A source that takes its packets from another one. Closing it closes the other. */
public abstract class ForwardingSource implements PacketSource {
    private final PacketSource source;

    /** @param source whose packets this gives */
    protected ForwardingSource(PacketSource source) {
        this.source = source;
    }

    /** The other one. */
    protected final PacketSource source() {
        return source;
    }

    @Override
    public void onIdle(IdleAction action) {
        source.onIdle(action);
    }

    @Override
    public final List<CaptureInterface> interfaces() {
        return source.interfaces();
    }

    @Override
    public Optional<CaptureFault> fault() {
        return source.fault();
    }

    @Override
    public final Optional<FileDetails> details() {
        return source.details();
    }

    @Override
    public final Optional<String> relayed() {
        return source.relayed();
    }

    @Override
    public final long octetsRead() {
        return source.octetsRead();
    }

    @Override
    public long dropped() {
        return source.dropped();
    }

    @Override
    public final long dropped(int interfaceId) {
        return source.dropped(interfaceId);
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
