package parley.server.tls;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;

/**
 * The handshakes under way, of which there are only so many at a time: one that is never finished holds tens of
 * kilobytes. A client that says nothing takes no place. If there is none left, the client that has held one longest loses
 * it, unless it began just now; of those who wait the latest is next, because those who began the flood wait already.
 *
 * <p>Safe for use by several threads.
 */
public final class Handshakes {
    /** A client that takes longer may have to make way. */
    private static final long UNDISTURBED_NANOS = Duration.ofSeconds(1).toNanos();

    /** How long it may take to see that a client which waits has been given up. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private record Waiting(Thread thread, Socket socket) {}

    private final TlsIdentity identity;
    private final int most;

    /** Sockets of clients that hold a place, and since when; the first has held it longest. */
    private final Map<Socket, Long> shaking = new LinkedHashMap<>();

    /** The latest first. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** @param most handshakes at a time, at least 1 */
    public Handshakes(TlsIdentity identity, int most) {
        this.identity = identity;
        this.most = most;
    }

    /**
     * Shakes hands with a client, as the server. Closing the given socket ends both, and waiting.
     *
     * @throws IOException if the client does not speak TLS, breaks off, or had to make way
     */
    public SSLSocket shake(Socket socket) throws IOException {
        int first = socket.getInputStream().read();
        if (first < 0) {
            throw new EOFException();
        }
        take(socket);
        try {
            return identity.handshake(socket, new ByteArrayInputStream(new byte[] {(byte) first}));
        } finally {
            giveUp(socket);
        }
    }

    private void take(Socket socket) throws IOException {
        Waiting waiter = new Waiting(Thread.currentThread(), socket);
        enqueue(waiter);
        try {
            for (long nanos = tryTake(waiter); nanos > 0; nanos = tryTake(waiter)) {
                LockSupport.parkNanos(this, nanos);
                if (socket.isClosed()) {
                    throw new SocketException("closed while it waited for a handshake");
                }
            }
        } finally {
            dequeue(waiter);
        }
    }

    private synchronized void enqueue(Waiting waiter) {
        waiting.push(waiter);
    }

    private synchronized void dequeue(Waiting waiter) {
        waiting.remove(waiter);
        wakeFirst();
    }

    /** Takes a place and returns 0, or how many nanoseconds to wait until the next try. */
    private synchronized long tryTake(Waiting waiter) {
        if (waiting.peek() != waiter) {
            return LOOK_NANOS;
        }
        if (shaking.size() >= most) {
            Map.Entry<Socket, Long> oldest = shaking.entrySet().iterator().next();
            long left = UNDISTURBED_NANOS - (System.nanoTime() - oldest.getValue());
            if (left > 0) {
                return left;
            }
            shaking.remove(oldest.getKey());
            close(oldest.getKey());
        }
        shaking.put(waiter.socket(), System.nanoTime());
        return 0;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyLost) {
            // Then it holds nothing any longer.
        }
    }

    private synchronized void giveUp(Socket socket) {
        shaking.remove(socket);
        wakeFirst();
    }

    private void wakeFirst() {
        Waiting first = waiting.peek();
        if (first != null) {
            LockSupport.unpark(first.thread());
        }
    }
}
