package parley.analyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A capture that comes through a pipe while it is made: it waits as an interface does, and can be stopped as one. */
public final class PipeSource extends ForwardingSource {
    private final PipeInput pipe;

    private PipeSource(PacketSource reader, PipeInput pipe) {
        super(reader);
        this.pipe = pipe;
    }

    /**
     * Opens a pipe, and waits for the beginning of the capture.
     *
     * @param name of the pipe, for people
     * @throws IOException if what comes is no capture; the message is a whole sentence for the user
     */
    public static PipeSource open(InputStream in, String name) throws IOException {
        PipeInput pipe = new PipeInput(in);
        return new PipeSource(CaptureFile.open(new CaptureInput(pipe, name), name), pipe);
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        return source().next(packet);
    }

    @Override
    public void onIdle(IdleAction action) {
        pipe.onIdle(action);
    }

    @Override
    public Optional<CaptureFault> fault() {
        return pipe.wasStopped() ? Optional.empty() : super.fault();
    }

    @Override
    public void stop() {
        pipe.stop();
    }
}
