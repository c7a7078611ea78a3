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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import parley.protocol.LineText;
import parley.protocol.ServerLine;
import parley.server.tls.Handshakes;
import parley.server.tls.TlsIdentity;
import parley.server.watch.ServerWatch;

/**
 * A chat server that is listening from {@link #start} to {@link #close}. Its methods may be called by any thread.
 *
 * <p>How its threads and locks work together is said in this package's description.
 */
public final class ChatServer implements AutoCloseable {
    private static final int BACKLOG = 4096;

    /** A list comes on top of what waits for a client, and news after it: it must not fill the outbox by itself. */
    private static final int LISTS_IN_AN_OUTBOX = 2;

    /**
     * A virtual thread's carrier does all that its own threads have begun before it looks at what others have for it, news
     * of data among that: thousands who come at once, one after the other without a pause, would keep everybody waiting.
     */
    private static final Duration BETWEEN_ACCEPTS = Duration.ofNanos(100_000);

    private static final Duration CHECK_EVERY = Duration.ofMillis(250);

    /** A look at 10,000 connections takes milliseconds, for which somebody's message would wait. */
    private static final int CHECKED_AT_A_TIME = 50;

    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(5);

    /** How long clients have to take what waits for them when the server closes; {@link #close} waits a little longer. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    /** How long a client that is turned away has to close first. */
    private static final Duration TURNED_AWAY_WITHIN = Duration.ofSeconds(1);

    /** What a connection takes of the heap besides its outbox: measured, and half as much again for what passes by. */
    private static final int CONNECTION_BYTES = 12 * 1024;

    private static final int TLS_CONNECTION_BYTES = 64 * 1024;
    private static final int HANDSHAKE_BYTES = 128 * 1024;

    /** Of the heap, what connections may take; a quarter is for outboxes, and the rest for what passes by. */
    private static final int CONNECTIONS_SHARE = 2;

    private static final int HANDSHAKES_SHARE = 8;

    private final ServerSocket listener;
    private final Registry registry;
    private final SendBudget sendBudget;
    private final Session.Surroundings surroundings;
    private final ServerWatch watch;
    private final ConnectionLimit limit;
    private final Semaphore turningAway;
    private final Map<Session, Thread> sessions = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread acceptor;

    /** Of the last connection. Used by the accepting thread. */
    private long client;

    private ChatServer(ServerOptions options, @Nullable TlsIdentity tls, ServerWatch watch, ServerSocket listener) {
        this.listener = listener;
        this.watch = watch;
        this.registry = new Registry(
                options.presenceOffAbove(),
                options.presenceOnBelow(),
                options.outboxBytes() / LISTS_IN_AN_OUTBOX,
                ChatServer::later);
        this.sendBudget = new SendBudget(options.outboxesBytes());
        this.surroundings = new Session.Surroundings(
                options,
                tls == null ? null : new Handshakes(tls, affordable(HANDSHAKES_SHARE, HANDSHAKE_BYTES)),
                registry,
                sendBudget,
                watch);
        OpenFiles files = OpenFiles.ofThisProcess();
        int affordable = affordable(CONNECTIONS_SHARE, tls == null ? CONNECTION_BYTES : TLS_CONNECTION_BYTES);
        this.limit = new ConnectionLimit(
                Math.min(options.connections(), Math.min(files.connections(), affordable)),
                options.connectionsPerAddress());
        this.turningAway = new Semaphore(files.turnedAway());
        this.acceptor = Thread.ofVirtual().name("chat-acceptor").unstarted(this::accept);
    }

    /** How many things of a size fit a share of the largest heap. */
    private static int affordable(int share, int bytes) {
        return Math.clamp(Runtime.getRuntime().maxMemory() / share / bytes, 1, Integer.MAX_VALUE);
    }

    private static void later(Runnable task, Duration after) {
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(task);
    }

    /**
     * Starts a server that speaks in the clear and that nobody watches; it listens when this returns.
     *
     * @throws IOException with one line that says why it cannot listen there, and what to do
     */
    public static ChatServer start(ServerOptions options) throws IOException {
        return start(options, null, ServerWatch.NONE);
    }

    /**
     * Starts a server, which listens when this returns.
     *
     * @param tls who it is, where it speaks TLS with every client; null where it speaks in the clear
     * @throws IOException as above
     */
    public static ChatServer start(ServerOptions options, @Nullable TlsIdentity tls, ServerWatch watch)
            throws IOException {
        ChatServer server = new ChatServer(options, tls, watch, listen(options.host(), options.port()));
        server.acceptor.start();
        Thread.ofVirtual().name("chat-checker").start(server::check);
        return server;
    }

    /** Where it listens; the port is the real one where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Connections that are open. */
    public int connections() {
        return sessions.size();
    }

    /** Clients that have a name. */
    public int users() {
        return registry.size();
    }

    /** Bytes that wait to be taken by clients, {@value Encoded#OVERHEAD} for each line included. */
    public long unsentBytes() {
        return sendBudget.taken();
    }

    /** Whether it takes connections. */
    public boolean isServing() {
        return acceptor.isAlive() && !listener.isClosed();
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
        sessions.keySet().forEach(session -> session.shutDown(CLOSE_WITHIN.toNanos()));
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
                LockSupport.parkNanos(BETWEEN_ACCEPTS.toNanos());
            } catch (IOException closedOrOutOfFiles) {
                pause();
            } catch (RuntimeException | Error fault) {
                watch.failed(0, fault);
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
            watch.turnedAway((InetSocketAddress) socket.getRemoteSocketAddress());
            turnAway(socket);
            return;
        }
        Session session = null;
        try {
            session = new Session(++client, socket, surroundings, this::ended);
            Thread reader = Thread.ofVirtual().name("chat-session").unstarted(session);
            sessions.put(session, reader);
            configure(socket);
            reader.start();
        } catch (RuntimeException | Error fault) {
            if (session != null) {
                sessions.remove(session);
            }
            limit.release(from);
            close(socket);
            throw fault;
        }
    }

    private static void configure(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSendBufferSize(Session.SEND_BUFFER);
        } catch (IOException alreadyLost) {
            close(socket);
        }
    }

    private void ended(Session session) {
        sessions.remove(session);
        limit.release(session.socket().getInetAddress());
    }

    private void turnAway(Socket socket) {
        if (turningAway.tryAcquire()) {
            Thread.startVirtualThread(() -> {
                try {
                    later(() -> close(socket), TURNED_AWAY_WITHIN);
                    sayFull(socket, true);
                } finally {
                    turningAway.release();
                }
            });
        } else {
            sayFull(socket, false);
        }
    }

    /**
     * Says why, and closes.
     *
     * @param patiently with TLS shakes hands first, and waits for the client to close, or to send what would turn the
     *     close into a reset; else nothing here waits
     */
    private void sayFull(Socket socket, boolean patiently) {
        Handshakes handshakes = surroundings.handshakes();
        try (socket) {
            if (handshakes != null && !patiently) {
                return;
            }
            Socket stream = handshakes == null ? socket : handshakes.shake(socket);
            stream.getOutputStream().write(LineText.encode(ServerLine.Error.SERVER_FULL.format()));
            stream.shutdownOutput();
            stream.getInputStream()
                    .readNBytes(patiently ? 1 : stream.getInputStream().available());
        } catch (IOException ignored) {
            // It has gone already, or stays silent: both are no reason to keep the connection.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Closed it is.
        }
    }

    private void check() {
        while (!awaitClosed(CHECK_EVERY)) {
            int looked = 0;
            for (Session session : sessions.keySet()) {
                check(session);
                if (++looked % CHECKED_AT_A_TIME == 0 && awaitClosed(BETWEEN_CHECKS)) {
                    return;
                }
            }
        }
    }

    private void check(Session session) {
        try {
            session.check();
        } catch (RuntimeException | Error fault) {
            watch.failed(0, fault);
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
