package parley.analyzer.replay.play;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.FileDetails;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.WallClock;
import parley.analyzer.capture.relay.TcpConversation;
import parley.protocol.HostPort;

/**
 * Writes what passes on the connections of a replay as packets: no privilege is needed, and handshakes, segments and
 * acknowledgments are its own account, which the file says. Any thread may use it.
 */
public final class RunCapture implements Closeable {
    /** Writes nothing. */
    public static final RunCapture NONE = new RunCapture(null);

    private static final int LARGEST_PACKET = 65_535;
    private static final int NANOSECOND_DIGITS = 9;

    private final @Nullable PcapngWriter writer;
    private final Packet packet = new Packet();
    private long packets;
    private boolean closed;
    private @Nullable IOException failure;

    private RunCapture(@Nullable PcapngWriter writer) {
        this.writer = writer;
    }

    /**
     * Begins a file, in place of one that is there.
     *
     * @param server the one that is played against, or that is played
     * @throws IOException if it cannot be written; the message is a whole sentence for the user
     */
    public static RunCapture create(Path file, InetSocketAddress server) throws IOException {
        PcapngWriter writer = PcapngWriter.create(
                file,
                FileDetails.MADE_BY_RELAY + " in a replay at " + HostPort.format(server)
                        + ": octets, their order and times are what passed; handshakes, segments and acknowledgments are"
                        + " its own account");
        writer.addInterface(new CaptureInterface("replay", LinkType.RAW, LARGEST_PACKET, NANOSECOND_DIGITS, null));
        return new RunCapture(writer);
    }

    /** The packets of one connection. */
    TcpConversation connection(InetSocketAddress client, InetSocketAddress server) {
        return new TcpConversation(client, server, this::write);
    }

    private synchronized void write(byte[] octets) {
        if (writer == null || closed || failure != null) {
            return;
        }
        packet.set(
                ++packets,
                WallClock.nanos(),
                0,
                LinkType.RAW,
                MemorySegment.ofArray(octets),
                0,
                octets.length,
                octets.length);
        try {
            writer.write(packet);
        } catch (IOException full) {
            failure = full;
        }
    }

    /** @throws IOException if a packet could not be written; the replay has gone on all the same */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (writer != null) {
            writer.close();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
