package parley.analyzer.capture.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;

/** A relay on loopback, what it is to carry connections to, and whoever reads its packets into a file. */
final class RelayRig implements AutoCloseable {
    private static final int SECONDS = 30;

    final ServerSocket server;
    final RelaySource relay;
    final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private final TeeSource source;
    private final CompletableFuture<List<byte[]>> packets = new CompletableFuture<>();

    private RelayRig(ServerSocket server, InetSocketAddress target, Path file) throws IOException {
        this.server = server;
        relay = RelaySource.open(loopback(0), target, troubles::add);
        source = new TeeSource(relay, PcapngWriter.create(file, relay));
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A relay to a server of the test's own. */
    static RelayRig open(Path file) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(loopback(0));
        return new RelayRig(server, (InetSocketAddress) server.getLocalSocketAddress(), file);
    }

    /** A relay to where nobody listens. */
    static RelayRig toNobody(Path file) throws IOException {
        RelayRig rig = open(file);
        rig.server.close();
        return rig;
    }

    /** Begins to read packets. */
    RelayRig read() {
        Thread.ofPlatform().name("packets").start(() -> {
            try {
                List<byte[]> all = new ArrayList<>();
                Packet packet = new Packet();
                while (source.next(packet)) {
                    all.add(packet.bytes());
                }
                packets.complete(all);
            } catch (IOException | RuntimeException failure) {
                packets.completeExceptionally(failure);
            }
        });
        return this;
    }

    /** A client's connection to the relay. */
    Socket call() throws IOException {
        Socket client = new Socket();
        client.connect(relay.address());
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
        return client;
    }

    /** The server's end of a client's connection. */
    Socket answer() throws IOException {
        server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
        Socket accepted = server.accept();
        accepted.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
        return accepted;
    }

    /** Ends the relay and completes the file. */
    List<Described> end() throws Exception {
        relay.stop();
        List<byte[]> all = packets.get(SECONDS, TimeUnit.SECONDS);
        source.close();
        return Described.all(all);
    }

    @Override
    public void close() throws IOException {
        source.close();
        server.close();
    }
}
