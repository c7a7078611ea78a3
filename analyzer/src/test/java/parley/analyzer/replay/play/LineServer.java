package parley.analyzer.replay.play;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Greets each client with a line, and answers each line of it; closes where the answer to it is empty. */
final class LineServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String greeting;
    private final UnaryOperator<String> answers;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    /** What it was sent, in the order in which it read it. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    LineServer(UnaryOperator<String> answers) throws IOException {
        this("ready\n", answers);
    }

    LineServer(String greeting, UnaryOperator<String> answers) throws IOException {
        this.greeting = greeting;
        this.answers = answers;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            OutputStream out = client.getOutputStream();
            out.write(greeting.getBytes(StandardCharsets.UTF_8));
            InputStream in = client.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet != '\n') {
                    line.append((char) octet);
                    continue;
                }
                heard.add(line.toString());
                String answer = answers.apply(line.toString());
                line.setLength(0);
                if (answer.isEmpty()) {
                    return;
                }
                out.write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException reset) {
            // The client has gone.
        }
    }

    /** From now on each client is told that line again and again, with such pauses. */
    void telling(String line, Duration pause) {
        Thread.ofVirtual().start(() -> {
            try {
                while (!socket.isClosed()) {
                    for (Socket client : clients) {
                        client.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
                    }
                    Thread.sleep(pause);
                }
            } catch (IOException gone) {
                // The client has gone.
            } catch (InterruptedException never) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
