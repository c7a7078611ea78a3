package parley.analyzer.capture.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.FileDetails;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.WallClock;
import parley.protocol.HostPort;

/**
 * Carries TCP connections on to a server and gives what passes as packets, from each client's own address to the
 * server's. The packets have no link layer, for the relay knows of none (LINKTYPE_RAW).
 *
 * <p>One thread at a time reads packets; {@link #stop} and the questions about numbers may come from any. While nobody
 * reads, connections are carried until 16 MiB of packets wait, and then stand still.
 */
public final class RelaySource implements PacketSource {
    /** Most connections at a time; more are reset. Each holds two buffers of 16 KiB. */
    static final int MAXIMUM_CONNECTIONS = 4096;

    private static final int QUEUE_OCTETS = 16 << 20;
    private static final int LARGEST_PACKET = 65_535;
    private static final int NANOSECOND_DIGITS = 9;
    private static final long WAIT_MILLIS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long connections that are never quiet are still carried after the stop. */
    private static final long LONGEST_AFTER_STOP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final CaptureInterface captureInterface;
    private final Consumer<String> trouble;
    private final PacketQueue queue = new PacketQueue(QUEUE_OCTETS, WallClock::nanos);
    private final Deque<PacketQueue.Stamped> batch = new ArrayDeque<>();
    private final Map<InetSocketAddress, RelayedConnection> connections = new ConcurrentHashMap<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder carried = new LongAdder();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long stopNanoTime;
    private volatile boolean closed;
    private IdleAction idleAction = () -> {};
    private long packets;

    private RelaySource(ServerSocket listening, InetSocketAddress target, Consumer<String> trouble) {
        this.listening = listening;
        this.target = target;
        this.trouble = trouble;
        captureInterface = new CaptureInterface(
                "relay " + HostPort.format(address()), LinkType.RAW, LARGEST_PACKET, NANOSECOND_DIGITS, null);
    }

    /**
     * Begins to carry connections. They are read by {@link #next} from then on, whether or not it is called yet.
     *
     * @param listen where clients connect; port 0 for any free one
     * @param target where they are carried to; looked up once
     * @param trouble receives a line for each connection that cannot be carried, from any thread
     * @throws IOException if it cannot; the message is a whole sentence for the user
     */
    public static RelaySource open(InetSocketAddress listen, InetSocketAddress target, Consumer<String> trouble)
            throws IOException {
        InetSocketAddress from = resolved(listen);
        InetSocketAddress to = resolved(target);
        if (isReachedAt(from, to)) {
            throw new IOException("a relay from " + HostPort.format(listen) + " to " + HostPort.format(target)
                    + " would lead to itself; let it listen on another port");
        }
        RelaySource source = new RelaySource(Listening.at(from, "the relay"), to, trouble);
        Thread.ofVirtual().name("relay " + HostPort.format(source.address())).start(source::accept);
        return source;
    }

    private static InetSocketAddress resolved(InetSocketAddress address) throws IOException {
        try {
            byte[] found = InetAddress.getByName(address.getHostString()).getAddress();
            // Without its name it is shown as the packets have it.
            return new InetSocketAddress(InetAddress.getByAddress(found), address.getPort());
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no host " + address.getHostString(), unknown);
        }
    }

    private static boolean isReachedAt(InetSocketAddress listen, InetSocketAddress target) throws IOException {
        InetAddress host = target.getAddress();
        InetAddress here = listen.getAddress();
        return target.getPort() == listen.getPort()
                && (host.equals(here)
                        || here.isAnyLocalAddress()
                                && (host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null));
    }

    /** Where it listens; the port is the real one where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** Where it carries connections to, and what packets have as the server's address. */
    public InetSocketAddress target() {
        return target;
    }

    /** Connections that came, whether or not the server took them. */
    public long connections() {
        return accepted.sum();
    }

    /** Octets carried, of both directions. */
    public long octets() {
        return carried.sum();
    }

    private void accept() {
        boolean ended = false;
        while (!ended) {
            try {
                carry(listening.accept());
            } catch (IOException closedOrOutOfFiles) {
                ended = isStoppedAfterAll(closedOrOutOfFiles);
            }
        }
    }

    /** Lets connections end before another is accepted, where the process has no file left for one. */
    private boolean isStoppedAfterAll(IOException failure) {
        if (stopped.getCount() > 0) {
            trouble.accept("cannot accept a connection: " + failure.getMessage());
        }
        try {
            return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return true;
        }
    }

    private void carry(Socket client) throws IOException {
        accepted.increment();
        if (connections.size() >= MAXIMUM_CONNECTIONS) {
            refuse(client, MAXIMUM_CONNECTIONS + " connections are open already");
            return;
        }
        InetSocketAddress from = (InetSocketAddress) client.getRemoteSocketAddress();
        if (from == null) {
            client.close();
            return;
        }
        RelayedConnection connection = new RelayedConnection(
                client, target, queue::put, new Listener(), over -> connections.remove(from, over));
        RelayedConnection other = connections.get(from);
        if (other != null && !other.calledAddress().equals(connection.calledAddress())) {
            // Both would be from one address and port to one address and port.
            refuse(client, "it has the port of another connection that came to another address");
            return;
        }
        connections.put(from, connection);
        if (other != null) {
            other.supersede();
        }
        Thread.ofVirtual().name("relay of " + HostPort.format(from)).start(connection::run);
        if (closed) {
            connection.close();
        }
    }

    private void refuse(Socket client, String why) throws IOException {
        trouble.accept(HostPort.format((InetSocketAddress) client.getRemoteSocketAddress()) + " is reset: " + why);
        client.setSoLinger(true, 0);
        client.close();
    }

    private final class Listener implements RelayListener {
        @Override
        public void carried(int octets) {
            carried.add(octets);
        }

        @Override
        public void trouble(String line) {
            trouble.accept(line);
        }
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (batch.isEmpty() && !fill()) {
            return false;
        }
        PacketQueue.Stamped next = batch.remove();
        byte[] octets = next.octets();
        packets++;
        packet.set(
                packets,
                next.timestampNanos(),
                0,
                LinkType.RAW,
                MemorySegment.ofArray(octets),
                0,
                octets.length,
                octets.length);
        return true;
    }

    private boolean fill() throws IOException {
        try {
            queue.drainTo(batch, 0);
            while (batch.isEmpty()) {
                if (isQuietAfterStop()) {
                    queue.close();
                    queue.drainTo(batch, 0);
                    return !batch.isEmpty();
                }
                idleAction.run();
                queue.drainTo(batch, WAIT_MILLIS);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the relay's connections");
        }
    }

    /** What was under way at the stop has passed: connections have ended, or nothing more came of them. */
    private boolean isQuietAfterStop() {
        if (stopped.getCount() > 0) {
            return false;
        }
        long now = System.nanoTime();
        long sinceStop = now - stopNanoTime;
        return connections.isEmpty()
                || Math.min(sinceStop, now - queue.lastPut()) > LiveSource.DRAIN_NANOS
                || sinceStop > LONGEST_AFTER_STOP_NANOS;
    }

    @Override
    public void onIdle(IdleAction action) {
        idleAction = action;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.of(captureInterface);
    }

    /** Always empty: what goes wrong with a connection is a packet, and a line for the user. */
    @Override
    public Optional<CaptureFault> fault() {
        return Optional.empty();
    }

    @Override
    public Optional<String> relayed() {
        return Optional.of(FileDetails.MADE_BY_RELAY + " from " + HostPort.format(address()) + " to "
                + HostPort.format(target)
                + ": octets, their order and times are what passed through it; handshakes, segments and"
                + " acknowledgments are its own account");
    }

    /** Always 0: connections wait for whoever reads packets. */
    @Override
    public long dropped() {
        return 0;
    }

    /** Takes no more connections; what those there are had sent is still carried and given. */
    @Override
    public synchronized void stop() {
        if (stopped.getCount() == 0) {
            return;
        }
        stopNanoTime = System.nanoTime();
        stopped.countDown();
        try {
            listening.close();
        } catch (IOException e) {
            // It accepts nothing more in any case.
        }
    }

    /** Ends it and every connection that is still open. */
    @Override
    public void close() {
        stop();
        queue.close();
        // A connection that is accepted at this moment sees this or is seen by it.
        closed = true;
        connections.values().forEach(RelayedConnection::close);
    }
}
