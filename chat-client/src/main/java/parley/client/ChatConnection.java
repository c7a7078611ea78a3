package parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.HostPort;
import parley.protocol.LineFramer;
import parley.protocol.LineText;
import parley.protocol.ServerLine;

/**
 * A client's connection to a chat server. TCP_NODELAY is on, so that each line sent is a segment of its own.
 *
 * <p>{@link #send}, {@link #finish} and {@link #close} may be called by any thread; lines of several threads never mix.
 * {@link #receive} starts the one virtual thread that reads.
 */
public final class ChatConnection implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Socket socket;

    /** What is read and written: the socket, or something in it. */
    private final Socket stream;

    private final InetSocketAddress server;
    private final LocalPort asked;
    private final OutputStream out;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Object sending = new Object();

    /** Bytes; guarded by {@link #sending}. */
    private long sent;

    private ChatConnection(Socket socket, InetSocketAddress server, LocalPort asked, Transport transport)
            throws IOException {
        this.socket = socket;
        try {
            this.stream = transport.over(socket, server);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
        this.server = server;
        this.asked = asked;
        this.out = stream.getOutputStream();
    }

    /** Connects as below, with nothing but TCP. */
    public static ChatConnection open(InetSocketAddress server, LocalPort localPort) throws IOException {
        return open(server, localPort, Transport.PLAIN);
    }

    /**
     * Connects; 10 s at most. A local port whose last connection is in TIME-WAIT (RFC 9293, section 3.6.1) is used again.
     *
     * @param server looked up here where it has not been
     * @throws IOException with a message that says whom it could not reach and why
     */
    public static ChatConnection open(InetSocketAddress server, LocalPort localPort, Transport transport)
            throws IOException {
        InetSocketAddress address =
                server.isUnresolved() ? new InetSocketAddress(server.getHostString(), server.getPort()) : server;
        if (address.isUnresolved()) {
            throw new IOException("unknown host: " + TerminalText.printable(server.getHostString()));
        }
        try {
            return new ChatConnection(connect(address, localPort.number()), address, localPort, transport);
        } catch (BindException unusable) {
            if (!localPort.orAnother()) {
                throw unusable(localPort.number(), unusable);
            }
        }
        return new ChatConnection(connect(address, 0), address, localPort, transport);
    }

    private static Socket connect(InetSocketAddress server, int localPort) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            if (localPort != 0) {
                socket.setReuseAddress(true);
                // The loopback address alone, so that a port in use on another address does not count as taken.
                socket.bind(
                        server.getAddress().isLoopbackAddress()
                                ? new InetSocketAddress(server.getAddress(), localPort)
                                : new InetSocketAddress(localPort));
            }
            socket.connect(server, Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                // TCP's simultaneous open: with nobody listening, a socket that calls its own port reaches itself.
                throw new ConnectException("Connection refused");
            }
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw explained(server, failure);
        }
    }

    private static IOException explained(InetSocketAddress server, IOException failure) {
        String where = HostPort.format(server);
        return switch (failure) {
            case BindException unusable -> unusable;
            case SocketTimeoutException _ ->
                new IOException("no answer from " + where + " within " + CONNECT_TIMEOUT.toSeconds() + " s", failure);
            case ConnectException _
            when reason(failure).contains("refused") ->
                new IOException(
                        "no server at " + where + " (connection refused); start one with 'parley server'", failure);
            default -> new IOException("cannot reach " + where + " (" + reason(failure) + ")", failure);
        };
    }

    private static IOException unusable(int port, BindException failure) {
        if (port == 0) {
            return new IOException("the system has no local port left to call from (" + reason(failure) + ")", failure);
        }
        return new IOException(
                "local port " + port + " cannot be used (" + reason(failure) + "); choose another, or none", failure);
    }

    static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }

    /** The server's address, looked up. */
    public InetSocketAddress server() {
        return server;
    }

    /** The address that this client calls from. */
    public InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    /** The port that this client calls from, 1 to 65535. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Whether the port asked for could not be had, and another is used. */
    public boolean usesAnotherPort() {
        return asked.number() != 0 && asked.number() != localPort();
    }

    /** Starts to receive; called once. When the server has ended its side, so does this one. */
    public void receive(ConnectionListener listener) {
        Thread.ofVirtual().name("from " + HostPort.format(server)).start(() -> {
            IOException cause = read(listener);
            boolean closedHere = closing.get();
            // A server that has said its last waits for this side's end.
            close();
            listener.closed(closedHere ? null : cause);
        });
    }

    private @Nullable IOException read(ConnectionListener listener) {
        LineFramer framer = new LineFramer(ChatLimits.SERVER_LINE_BYTES);
        Lines lines = new Lines(listener);
        byte[] buffer = new byte[8192];
        try {
            InputStream in = stream.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                framer.accept(buffer, 0, count, lines);
                if (lines.overlong) {
                    return new IOException("the server sent a line of more than " + ChatLimits.SERVER_LINE_BYTES
                            + " bytes: it is no chat server");
                }
            }
            framer.close(lines);
            return null;
        } catch (IOException broken) {
            return broken;
        }
    }

    /**
     * Sends a line.
     *
     * @param line without its LF
     * @return its bytes in what this side has sent
     * @throws IOException where the connection is broken or closed
     */
    public StreamRange send(String line) throws IOException {
        byte[] bytes = LineText.encode(line);
        synchronized (sending) {
            out.write(bytes);
            long start = sent;
            sent += bytes.length;
            return new StreamRange(start, sent);
        }
    }

    /** Ends this side's stream: nothing more is sent, what the server sends is still received. */
    public void finish() throws IOException {
        stream.shutdownOutput();
    }

    /** Closes both directions; the listener hears that the connection is closed, with no cause. */
    @Override
    public void close() {
        closing.set(true);
        try {
            socket.close();
        } catch (IOException ignored) {
            // A socket that cannot be closed in order is closed all the same.
        }
    }

    private static final class Lines implements LineFramer.Sink {
        private final ConnectionListener listener;
        private boolean overlong;

        Lines(ConnectionListener listener) {
            this.listener = listener;
        }

        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
            listener.received(ServerLine.parse(LineText.decodeLeniently(bytes)), new StreamRange(start, end));
        }

        @Override
        public void tooLong(long start, long end) {
            overlong = true;
        }
    }
}
