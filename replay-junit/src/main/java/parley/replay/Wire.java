package parley.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.capture.relay.RelaySource;
import parley.analyzer.os.OutputDirectory;

/** The way to a server, on which what passes is captured: a relay, so that it takes no privilege. */
public final class Wire {
    private final Path directory;
    private final String name;
    private final List<Way> ways = new ArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    /** A relay and the thread that writes what it carries. */
    private record Way(RelaySource relay, Path file, FutureTask<Void> writing) {}

    Wire(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** As {@link #to(InetSocketAddress)}; the host is looked up. */
    public InetSocketAddress to(String host, int port) throws IOException {
        return to(new InetSocketAddress(host, port));
    }

    /**
     * Opens a way to a server.
     *
     * @return where to connect in place of the server
     * @throws IOException if nothing can be carried or written there; the message is a whole sentence
     */
    public synchronized InetSocketAddress to(InetSocketAddress server) throws IOException {
        OutputDirectory.make(directory);
        Path file = directory.resolve(name + (ways.isEmpty() ? "" : "-" + (ways.size() + 1)) + ".pcapng");
        RelaySource relay =
                RelaySource.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server, troubles::add);
        try {
            PacketSource source = new TeeSource(relay, PcapngWriter.create(file, relay));
            FutureTask<Void> writing = new FutureTask<>(() -> write(source), null);
            Thread.ofPlatform().daemon().name("captures " + name).start(writing);
            ways.add(new Way(relay, file, writing));
            return relay.address();
        } catch (IOException unwritable) {
            relay.close();
            throw unwritable;
        }
    }

    private static void write(PacketSource source) {
        try (source) {
            Packet packet = new Packet();
            boolean more = source.next(packet);
            while (more) {
                more = source.next(packet);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends it: the files that were written. */
    synchronized List<Path> end() throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (Way way : ways) {
            way.relay().stop();
            try {
                way.writing().get();
            } catch (ExecutionException failure) {
                throw new IOException("not all that passed could be written to " + way.file(), failure.getCause());
            }
            files.add(way.file());
        }
        ways.clear();
        return files;
    }

    /** What could not be carried, for people. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }
}
