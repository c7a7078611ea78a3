package parley.server.tls;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/**
 * The handshakes that a server is shaking, of which there are only so many at a time: one that is never finished holds
 * tens of kilobytes. A client that says nothing takes no place; if there is none left, the client that has held one
 * longest loses it, unless it began just now.
 *
 * <p>Safe for use by several threads.
 */
public final class Handshakes {
    /** A client that takes longer may have to make way. */
    private static final long UNDISTURBED_NANOS = Duration.ofSeconds(2).toNanos();

    private final TlsIdentity identity;
    private final int most;

    /** Sockets of clients that hold a place, and since when; the first has held it longest. */
    private final Map<Socket, Long> shaking = new LinkedHashMap<>();

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

    private synchronized void take(Socket socket) throws IOException {
        while (shaking.size() >= most && !socket.isClosed()) {
            Map.Entry<Socket, Long> oldest = shaking.entrySet().iterator().next();
            long left = UNDISTURBED_NANOS - (System.nanoTime() - oldest.getValue());
            if (left > 0) {
                await(left);
            } else {
                shaking.remove(oldest.getKey());
                oldest.getKey().close();
            }
        }
        shaking.put(socket, System.nanoTime());
    }

    private void await(long nanos) throws InterruptedIOException {
        try {
            wait(nanos / 1_000_000 + 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private synchronized void giveUp(Socket socket) {
        shaking.remove(socket);
        notify();
    }
}
