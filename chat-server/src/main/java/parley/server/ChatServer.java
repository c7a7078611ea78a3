package parley.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import parley.protocol.LineText;
import parley.protocol.ServerLine;

/**
 * A chat server that is listening from {@link #start} to {@link #close}. Its methods may be called by any thread.
 *
 * <p>How its threads and locks work together is said in this package's description.
 */
public final class ChatServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long GATHER_PRESENCE_MILLIS = 100;
    private static final Duration CHECK_EVERY = Duration.ofMillis(250);

    /** How long clients have to take what waits for them when the server closes; {@link #close} waits a little longer. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    private final ServerOptions options;
    private final ServerSocket listener;
    private final Registry registry;
    private final ConnectionLimit limit;
    private final Map<Session, Thread> sessions = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread acceptor;

    private ChatServer(ServerOptions options, ServerSocket listener) {
        this.options = options;
        this.listener = listener;
        this.registry = new Registry(
                options.presenceOffAbove(),
                options.presenceOnBelow(),
                CompletableFuture.delayedExecutor(
                        GATHER_PRESENCE_MILLIS, TimeUnit.MILLISECONDS, Thread::startVirtualThread));
        this.limit = new ConnectionLimit(options.connections(), options.connectionsPerAddress());
        this.acceptor = Thread.ofVirtual().name("chat-acceptor").unstarted(this::accept);
    }

    /**
     * Starts a server, which listens when this returns.
     *
     * @throws IOException with one line that says why it cannot listen there, and what to do
     */
    public static ChatServer start(ServerOptions options) throws IOException {
        ChatServer server = new ChatServer(options, listen(options.host(), options.port()));
        server.acceptor.start();
        Thread.ofVirtual().name("chat-checker").start(server::check);
        return server;
    }

    /** Where it listens; the port is the real one where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /**
     * Says {@code server closing} to everybody, sends what waits, closes, and returns when all that is done: at once
     * where clients take it, within five seconds in any case. Once is enough; another call waits for the first.
     */
    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            closeListener();
            closeSessions();
            closed.countDown();
        }
    }

    private void closeListener() {
        try {
            listener.close();
            acceptor.join(CLOSE_WITHIN);
        } catch (IOException | InterruptedException unfinished) {
            acceptor.interrupt();
        }
    }

    private void closeSessions() {
        registry.close();
        long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
        sessions.keySet().forEach(session -> session.close(new ServerLine.Closing(), CLOSE_WITHIN.toNanos()));
        for (Map.Entry<Session, Thread> session : sessions.entrySet()) {
            if (!joined(session.getValue(), deadline - System.nanoTime())) {
                session.getKey().closeSocket();
            }
        }
    }

    private static boolean joined(Thread thread, long nanos) {
        try {
            return thread.join(Duration.ofNanos(Math.max(0, nanos)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ServerSocket listen(String host, int port) throws IOException {
        InetAddress address = resolve(host);
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(address, port), BACKLOG);
            return listener;
        } catch (IOException refused) {
            listener.close();
            throw new IOException(whyNot(refused, address, host, port), refused);
        }
    }

    private static InetAddress resolve(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no host " + host + "; choose another with --host", unknown);
        }
    }

    private static String whyNot(IOException refused, InetAddress address, String host, int port) throws IOException {
        if (!address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && NetworkInterface.getByInetAddress(address) == null) {
            return host + " is no address of this machine; choose another with --host";
        }
        String reason = String.valueOf(refused.getMessage());
        if (reason.contains("ermission")) {
            return "port " + port + " on " + host + " needs a privilege; choose one above 1023 with --port";
        }
        return refused instanceof BindException
                ? "port " + port + " on " + host + " is in use; choose another with --port"
                : "cannot listen on port " + port + " on " + host + ": " + reason;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                open(listener.accept());
            } catch (IOException closedOrOutOfFiles) {
                pause();
            }
        }
    }

    /** Lets connections end before another is accepted, where the process has no file left for one. */
    private void pause() {
        if (!listener.isClosed()) {
            awaitClosed(Duration.ofMillis(100));
        }
    }

    private void open(Socket socket) throws IOException {
        InetAddress from = socket.getInetAddress();
        if (!limit.acquire(from)) {
            Thread.startVirtualThread(() -> turnAway(socket));
            return;
        }
        Session session = new Session(socket, options, registry, this::ended);
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
        } catch (IOException alreadyLost) {
            session.closeSocket();
        }
        Thread reader = Thread.ofVirtual().name("chat-session").unstarted(session);
        sessions.put(session, reader);
        reader.start();
    }

    private void ended(Session session) {
        sessions.remove(session);
        limit.release(session.socket().getInetAddress());
    }

    /** Says why, and waits a moment for the client to close first, or to send what would turn the close into a reset. */
    private static void turnAway(Socket socket) {
        try (socket) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(LineText.encode(ServerLine.Error.SERVER_FULL.format()));
            socket.shutdownOutput();
            socket.getInputStream().readNBytes(1);
        } catch (IOException ignored) {
            // It has gone already, or stays silent: both are no reason to keep the connection.
        }
    }

    private void check() {
        while (!awaitClosed(CHECK_EVERY)) {
            sessions.keySet().forEach(Session::check);
        }
    }

    private boolean awaitClosed(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
