package parley.analyzer.replay.play;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.relay.TcpConversation;
import parley.analyzer.capture.relay.TcpConversation.Sender;
import parley.protocol.HostPort;

/**
 * A connection of the replay. What comes is handed to a consumer by a virtual thread of its own; what is to be sent is
 * put into a queue, which another one writes, so that who plays never waits for one that does not read.
 */
final class LiveConnection {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int BUFFER_OCTETS = 16 << 10;

    /** What came: octets, or none at the end of what the other side sends. */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    record Arrival(byte[] octets, End end, long nanoTime) {}

    /** Whether the other side goes on. */
    enum End {
        NONE,
        CLOSED,
        RESET,
        /** It said so much that it is not listened to any longer; the connection was reset. */
        TOO_MUCH,
        /** It did not take what was sent. */
        UNWRITABLE
    }

    private interface Task {
        void run(TcpConversation packets) throws IOException;
    }

    private static final Task LAST = packets -> {};

    private final Socket socket;
    private final Sender here;
    private final String name;
    private final long most;
    private final BlockingQueue<Task> toSend = new LinkedBlockingQueue<>();
    private final RunCapture capture;
    private final Consumer<Arrival> arrivals;
    private @Nullable Thread writer;
    private long said;
    private volatile boolean closed;

    private LiveConnection(Socket socket, Sender here, String name, long most, RunCapture capture, Listener arrivals) {
        this.socket = socket;
        this.here = here;
        this.name = name;
        this.most = most;
        this.capture = capture;
        this.arrivals = arrival -> arrivals.came(this, arrival);
    }

    /** Hears of what comes, on threads of the connection. */
    interface Listener {
        void came(LiveConnection connection, Arrival arrival);
    }

    /**
     * Calls a server.
     *
     * @param most how many octets may come: they are kept until they are compared
     * @throws ConnectException if it cannot connect; the message is a whole sentence for the user
     */
    static LiveConnection to(InetSocketAddress server, String name, long most, RunCapture capture, Listener arrivals)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(server, (int) CONNECT_WITHIN.toMillis());
            socket.setTcpNoDelay(true);
        } catch (IOException failure) {
            socket.close();
            throw told(failure, server);
        }
        LiveConnection connection = new LiveConnection(socket, Sender.CLIENT, name, most, capture, arrivals);
        connection.start((InetSocketAddress) socket.getLocalSocketAddress(), server);
        return connection;
    }

    private static ConnectException told(IOException failure, InetSocketAddress server) {
        String reason = switch (failure) {
            case SocketTimeoutException silent -> " within " + CONNECT_WITHIN.toSeconds() + " s";
            case ConnectException refused -> "; is the server running, and on that port?";
            default -> ": " + failure.getMessage();
        };
        ConnectException told = new ConnectException("no connection to " + HostPort.format(server) + reason);
        told.initCause(failure);
        return told;
    }

    /**
     * A client has called.
     *
     * @param most as for {@link #to}
     * @throws IOException if it has gone already
     */
    static LiveConnection from(Socket client, long most, RunCapture capture, Listener arrivals) throws IOException {
        InetSocketAddress caller = (InetSocketAddress) client.getRemoteSocketAddress();
        LiveConnection connection =
                new LiveConnection(client, Sender.SERVER, HostPort.format(caller), most, capture, arrivals);
        client.setTcpNoDelay(true);
        connection.start(caller, (InetSocketAddress) client.getLocalSocketAddress());
        return connection;
    }

    private void start(InetSocketAddress client, InetSocketAddress server) {
        TcpConversation packets = capture.connection(client, server);
        packets.call();
        packets.answer();
        Thread.ofVirtual().name("replay reads " + name).start(() -> read(packets));
        writer = Thread.ofVirtual().name("replay writes " + name).start(() -> write(packets));
    }

    /** Whom it is to, or who has called. */
    @Override
    public String toString() {
        return name;
    }

    /** How many octets {@link #send} was given. */
    long said() {
        return said;
    }

    void send(byte[] octets) {
        said += octets.length;
        toSend.add(packets -> {
            packets.send(here, octets, octets.length);
            socket.getOutputStream().write(octets);
            packets.acknowledge(here.other());
        });
    }

    /** Sends nothing more. */
    void finish() {
        toSend.add(packets -> {
            packets.finish(here);
            socket.shutdownOutput();
            packets.acknowledge(here.other());
        });
    }

    /** Ends the connection by a reset. */
    void reset() {
        toSend.add(this::abort);
    }

    private void abort(TcpConversation packets) throws IOException {
        packets.reset(here);
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void read(TcpConversation packets) {
        byte[] buffer = new byte[BUFFER_OCTETS];
        long came = 0;
        try {
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                packets.send(here.other(), buffer, count);
                packets.acknowledge(here);
                arrived(Arrays.copyOf(buffer, count), End.NONE);
                came += count;
                if (came > most) {
                    abort(packets);
                    arrived(new byte[0], End.TOO_MUCH);
                    return;
                }
                count = socket.getInputStream().read(buffer);
            }
            packets.finish(here.other());
            packets.acknowledge(here);
            arrived(new byte[0], End.CLOSED);
        } catch (IOException reset) {
            if (!closed) {
                packets.reset(here.other());
            }
            arrived(new byte[0], End.RESET);
        }
    }

    private void write(TcpConversation packets) {
        try {
            Task task = toSend.take();
            while (task != LAST) {
                task.run(packets);
                task = toSend.take();
            }
        } catch (IOException lost) {
            arrived(new byte[0], End.UNWRITABLE);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void arrived(byte[] octets, End end) {
        arrivals.accept(new Arrival(octets, end, System.nanoTime()));
    }

    /** Waits until all that was to be sent is, for so long at most. */
    void drain(Duration longest) throws InterruptedException {
        Thread thread = writer;
        if (thread != null) {
            toSend.add(LAST);
            thread.join(longest);
        }
    }

    /** Ends it, whatever is under way. */
    void close() {
        closed = true;
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
        try {
            socket.close();
        } catch (IOException lost) {
            // It is gone in any case.
        }
    }
}
