package parley.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Chats over the loopback interface with a server that only listens: lines of 40 octets, a segment each as far as the
 * system sends them so. {@code SendLines PORT RATE SECONDS}; a rate of 0 is as fast as one core goes. Prints how many
 * lines were sent, and how many a second.
 */
public final class SendLines {
    private static final int LINES_BETWEEN_WAITS = 32;

    private SendLines() {}

    /** Runs the sender. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        long rate = Long.parseLong(arguments[1]);
        long nanos = Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), port);
                Socket accepted = server.accept()) {
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            accepted.getOutputStream().write(ascii("welcome to the chat\nenter name:\n"));
            out.write(ascii("Ofir\n"));
            accepted.getOutputStream().write(ascii("hello Ofir\nonline: Ofir, Roony\n"));
            Thread listener = Thread.ofPlatform().start(() -> drain(accepted));
            long start = System.nanoTime();
            long sent = send(out, rate, start, nanos);
            double seconds = (System.nanoTime() - start) / 1e9;
            client.shutdownOutput();
            listener.join();
            System.out.printf(Locale.ROOT, "%d %.0f%n", sent, sent / seconds);
        }
    }

    private static long send(OutputStream out, long rate, long start, long nanos) throws IOException {
        long sent = 0;
        byte[] line = ascii("Ofir to Roony - this is number 00000000\n");
        long now = start;
        while (now - start < nanos) {
            for (int i = 0; i < LINES_BETWEEN_WAITS; i++) {
                number(line, ++sent);
                out.write(line);
            }
            now = System.nanoTime();
            long due = rate == 0 ? now : start + sent * 1_000_000_000L / rate;
            while (due - now > 0) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
        }
        return sent;
    }

    /** Writes the number before the line's end. */
    private static void number(byte[] line, long number) {
        long left = number;
        for (int at = line.length - 2; at >= line.length - 9; at--) {
            line[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The sender has gone.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
