package parley.analyzer.replay.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.relay.TcpConversation;
import parley.analyzer.capture.relay.TcpConversation.Sender;

/**
 * A connection of the replay. What comes is handed to a consumer by a virtual thread of its own; what is to be sent is
 * put into a queue, which another one writes, so that who plays never waits for a server that does not read.
 */
final class LiveConnection {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int BUFFER_OCTETS = 16 << 10;

    /** What came: octets, or none at the end of what the server sends. */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    record Arrival(byte[] octets, End end, long nanoTime) {}

    /** Whether the server goes on. */
    enum End {
        NONE,
        CLOSED,
        RESET,
        /** It did not take what was sent. */
        UNWRITABLE
    }

    private interface Task {
        void run(TcpConversation packets) throws IOException;
    }

    private final Socket socket = new Socket();
    private final BlockingQueue<Task> toSend = new LinkedBlockingQueue<>();
    private final RunCapture capture;
    private final Consumer<Arrival> arrivals;
    private @Nullable Thread writer;
    private volatile boolean closed;

    /** @param arrivals is called by threads of the connection */
    LiveConnection(RunCapture capture, Consumer<Arrival> arrivals) {
        this.capture = capture;
        this.arrivals = arrivals;
    }

    /** @throws IOException if it cannot connect */
    void open(InetSocketAddress target, String name) throws IOException {
        try {
            socket.connect(target, (int) CONNECT_WITHIN.toMillis());
            socket.setTcpNoDelay(true);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
        TcpConversation packets = capture.connection((InetSocketAddress) socket.getLocalSocketAddress(), target);
        packets.call();
        packets.answer();
        Thread.ofVirtual().name("replay reads " + name).start(() -> read(packets));
        writer = Thread.ofVirtual().name("replay writes " + name).start(() -> write(packets));
    }

    void send(byte[] octets) {
        toSend.add(packets -> {
            packets.send(Sender.CLIENT, octets, octets.length);
            socket.getOutputStream().write(octets);
            packets.acknowledge(Sender.SERVER);
        });
    }

    /** Sends nothing more. */
    void finish() {
        toSend.add(packets -> {
            packets.finish(Sender.CLIENT);
            socket.shutdownOutput();
            packets.acknowledge(Sender.SERVER);
        });
    }

    /** Ends the connection by a reset. */
    void reset() {
        toSend.add(packets -> {
            packets.reset(Sender.CLIENT);
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    private void read(TcpConversation packets) {
        byte[] buffer = new byte[BUFFER_OCTETS];
        try {
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                packets.send(Sender.SERVER, buffer, count);
                packets.acknowledge(Sender.CLIENT);
                arrived(Arrays.copyOf(buffer, count), End.NONE);
                count = socket.getInputStream().read(buffer);
            }
            packets.finish(Sender.SERVER);
            packets.acknowledge(Sender.CLIENT);
            arrived(new byte[0], End.CLOSED);
        } catch (IOException reset) {
            if (!closed) {
                packets.reset(Sender.SERVER);
            }
            arrived(new byte[0], End.RESET);
        }
    }

    private void write(TcpConversation packets) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                toSend.take().run(packets);
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
