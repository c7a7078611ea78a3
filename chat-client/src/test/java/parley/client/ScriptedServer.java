package parley.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that does what one test tells it, to one client after another, and reports what went wrong with it. */
public final class ScriptedServer implements AutoCloseable {
    /** What it does with a client; the connection is closed after it. */
    @FunctionalInterface
    public interface Conduct {
        void serve(Peer client) throws Exception;
    }

    /** The client as the server sees it. */
    public record Peer(Socket socket, BufferedReader in) {
        public void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The next line; null at the end of the stream. */
        public String receive() throws IOException {
            return in.readLine();
        }

        /** Makes the close to come a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** @param conducts one for each client that is to come, in order; then it stops to listen */
    public ScriptedServer(Conduct... conducts) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                for (Conduct conduct : conducts) {
                    serve(conduct);
                }
                listening.close();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
    }

    private void serve(Conduct conduct) throws Exception {
        try (Socket client = listening.accept()) {
            client.setTcpNoDelay(true);
            conduct.serve(new Peer(
                    client,
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))));
        }
    }

    public InetSocketAddress address() {
        return Objects.requireNonNull((InetSocketAddress) listening.getLocalSocketAddress());
    }

    /** Waits until every conduct has ended, and throws what one has thrown. */
    public void awaitDone() throws Exception {
        done.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
