package parley.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a server and delivers its lines otherwise than it meant to. */
final class FaultyRelay implements AutoCloseable {
    /** What becomes of a line of the server. */
    interface Fault {
        /** @param client number of the connection for which it is, in the order in which they came */
        void deliver(FaultyRelay relay, int client, String line) throws IOException, InterruptedException;
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final Fault fault;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<Socket> servers = new CopyOnWriteArrayList<>();

    FaultyRelay(InetSocketAddress server, Fault fault) throws IOException {
        this.server = server;
        this.fault = fault;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket onward = new Socket(server.getAddress(), server.getPort());
                int number = clients.size();
                clients.add(client);
                servers.add(onward);
                Thread.ofVirtual().start(() -> carryUp(client, onward));
                Thread.ofVirtual().start(() -> carryDown(client, onward, number));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void carryUp(Socket client, Socket onward) {
        try {
            client.getInputStream().transferTo(onward.getOutputStream());
            onward.shutdownOutput();
        } catch (IOException reset) {
            // One of the two has gone.
        }
    }

    private void carryDown(Socket client, Socket onward, int number) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(onward.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                fault.deliver(this, number, line);
            }
            client.shutdownOutput();
        } catch (IOException reset) {
            // One of the two has gone.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a client a line. */
    void send(int client, String line) throws IOException {
        OutputStream out = clients.get(client).getOutputStream();
        synchronized (this) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket each : clients) {
                each.close();
            }
            for (Socket each : servers) {
                each.close();
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
