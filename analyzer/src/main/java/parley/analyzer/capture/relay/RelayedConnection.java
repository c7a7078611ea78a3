package parley.analyzer.capture.relay;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import parley.analyzer.capture.relay.TcpConversation.Sender;
import parley.protocol.HostPort;

/**
 * One connection from a client on to the server. Each direction is a thread that reads, has what it read made into
 * packets, and writes; only then it reads on, so that who reads slowly slows who writes. The end of what one side sends
 * and a reset are carried over as they are.
 *
 * <p>A side that has sent all it will send and then resets is noticed when it is next written to: until then nothing
 * reads of it.
 */
final class RelayedConnection {
    private static final int BUFFER_OCTETS = 16 << 10;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private static final int RESET = -2;

    private static final class End {
        private final Sender sender;
        private final Socket socket;
        private boolean readToTheEnd;
        private boolean unwritable;

        End(Sender sender, Socket socket) {
            this.sender = sender;
            this.socket = socket;
        }
    }

    private final End client;
    private final End server = new End(Sender.SERVER, new Socket());
    private final InetSocketAddress called;
    private final InetSocketAddress target;
    private final TcpConversation conversation;
    private final RelayListener listener;
    private final Consumer<RelayedConnection> whenOver;
    private int directionsDone;
    private boolean over;

    /**
     * A connection that has come from a client.
     *
     * @param whenOver called once, by the thread that ends it
     */
    RelayedConnection(
            Socket client,
            InetSocketAddress target,
            Consumer<byte[]> packets,
            RelayListener listener,
            Consumer<RelayedConnection> whenOver) {
        this.client = new End(Sender.CLIENT, client);
        this.called = (InetSocketAddress) client.getLocalSocketAddress();
        this.target = target;
        this.listener = listener;
        this.whenOver = whenOver;
        conversation = new TcpConversation(clientAddress(), target, packets);
    }

    /** Where the client calls from. */
    InetSocketAddress clientAddress() {
        return (InetSocketAddress) Objects.requireNonNull(client.socket.getRemoteSocketAddress());
    }

    /** Where the client thinks that it called; a socket that is closed does not know it any more. */
    InetSocketAddress calledAddress() {
        return called;
    }

    /** Carries the connection to its end, on the calling thread and on one that it starts. */
    void run() {
        conversation.call();
        if (!connect()) {
            return;
        }
        conversation.answer();
        Thread.ofVirtual().name("relay to " + HostPort.format(clientAddress())).start(() -> pump(server, client));
        pump(client, server);
    }

    private boolean connect() {
        try {
            server.socket.connect(target, (int) CONNECT_WITHIN.toMillis());
            for (Socket socket : new Socket[] {client.socket, server.socket}) {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
            }
            return true;
        } catch (IOException failure) {
            if (isOver()) {
                return false;
            }
            boolean refused = failure instanceof ConnectException;
            if (refused) {
                conversation.refuse();
            }
            String reason = refused
                    ? "refuses the connection; is the server running, and on that port?"
                    : failure instanceof SocketTimeoutException
                            ? "does not answer within " + CONNECT_WITHIN.toSeconds() + " s"
                            : "cannot be reached: " + failure.getMessage();
            listener.trouble(
                    HostPort.format(target) + " " + reason + " (" + HostPort.format(clientAddress()) + " is reset)");
            abort(client);
            end();
            return false;
        }
    }

    private void pump(End from, End to) {
        byte[] buffer = new byte[BUFFER_OCTETS];
        int count = read(from, buffer);
        while (count > 0) {
            conversation.send(from.sender, buffer, count);
            listener.carried(count);
            if (!write(to, buffer, count)) {
                writeFailed(from, to);
                return;
            }
            conversation.acknowledge(to.sender);
            count = read(from, buffer);
        }
        if (count == RESET || isUnwritableAtItsEnd(from)) {
            reset(from, to);
        } else {
            finish(from, to);
        }
    }

    private static int read(End from, byte[] buffer) {
        try {
            return from.socket.getInputStream().read(buffer);
        } catch (IOException reset) {
            return RESET;
        }
    }

    private static boolean write(End to, byte[] buffer, int count) {
        try {
            to.socket.getOutputStream().write(buffer, 0, count);
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    /** The system tells of a reset once, to who writes or to who reads; the other then finds an end. */
    private synchronized boolean isUnwritableAtItsEnd(End from) {
        from.readToTheEnd = true;
        return from.unwritable;
    }

    /** Who cannot be written to has reset. What it sent before still counts, so that the thread that reads it ends it. */
    private void writeFailed(End from, End to) {
        boolean nothingToCome;
        synchronized (this) {
            to.unwritable = true;
            nothingToCome = to.readToTheEnd;
        }
        if (nothingToCome) {
            reset(to, from);
        }
    }

    private void reset(End by, End other) {
        if (isOver()) {
            // What looks like a reset is this end of it, closed here.
            return;
        }
        conversation.reset(by.sender);
        abort(other);
        end();
    }

    private void finish(End from, End to) {
        conversation.finish(from.sender);
        try {
            to.socket.shutdownOutput();
        } catch (IOException reset) {
            writeFailed(from, to);
            return;
        }
        conversation.acknowledge(to.sender);
        synchronized (this) {
            directionsDone++;
            if (directionsDone < 2) {
                return;
            }
        }
        end();
    }

    /** Has the other side told of a reset rather than of an end. */
    private static void abort(End end) {
        try {
            end.socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // Then there is nobody left to tell.
        }
    }

    /** The client has called anew from the same port, so this connection of its is no more. */
    void supersede() {
        reset(client, server);
    }

    /** Closes both sides, whatever is under way, and makes no packet of that. */
    void close() {
        end();
    }

    private synchronized boolean isOver() {
        return over;
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        close(client.socket);
        close(server.socket);
        whenOver.accept(this);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException lost) {
            // It is gone in any case.
        }
    }
}
