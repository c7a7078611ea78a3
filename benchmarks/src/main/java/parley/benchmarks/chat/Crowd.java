package parley.benchmarks.chat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Many clients on one selector. Used by one thread. */
final class Crowd implements AutoCloseable {
    /** An address has 28,000 ports to call from on Linux, which looks for a free one the longer the more are taken. */
    private static final int CLIENTS_PER_ADDRESS = 1_000;

    private static final int OPENING_AT_A_TIME = 8;
    private static final int LONGEST_READ = 1 << 18;

    private final InetSocketAddress server;
    private final Dialect dialect;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_READ);
    private final List<Client> clients = new ArrayList<>();
    private final Deque<Client> toFlush = new ArrayDeque<>();
    private int named;
    private int lost;

    Crowd(InetSocketAddress server, Dialect dialect) throws IOException {
        this.server = server;
        this.dialect = dialect;
        this.selector = Selector.open();
    }

    List<Client> clients() {
        return clients;
    }

    /** Connections that the server has ended, or that broke. */
    int lost() {
        return lost;
    }

    /** Connects so many clients and waits until all have their names. */
    void open(int count, Client.Listener listener) throws IOException {
        Client.Listener counting = new Client.Listener() {
            @Override
            public void named(Client client) {
                named++;
                listener.named(client);
            }

            @Override
            public void message(Client client, byte[] line, int stamp) {
                listener.message(client, line, stamp);
            }
        };
        while (named < count) {
            while (clients.size() < count && clients.size() - named < OPENING_AT_A_TIME) {
                connect(counting);
            }
            turn(1000);
            if (lost > 0) {
                throw new IOException("the server closed a connection after " + named + " of " + count + " had names");
            }
        }
    }

    private void connect(Client.Listener listener) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (server.getAddress().isLoopbackAddress()) {
            int address = 2 + clients.size() / CLIENTS_PER_ADDRESS;
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address}), 0));
        }
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        Client client = new Client(clients.size(), dialect, listener, key, toFlush);
        key.attach(client);
        clients.add(client);
        if (channel.connect(server)) {
            client.connected();
        }
    }

    /** Sends what clients have to say, each all of it at once, and does what is due; waits for it so long. */
    void turn(long millis) throws IOException {
        for (Client client = toFlush.poll(); client != null; client = toFlush.poll()) {
            if (client.key.isValid()) {
                flush(client);
            }
        }
        if (millis > 0) {
            selector.select(this::serve, millis);
        } else {
            selector.selectNow(this::serve);
        }
    }

    private void flush(Client client) {
        try {
            client.flush();
        } catch (IOException broken) {
            end(client.key);
        }
    }

    private void serve(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                client.connected();
            }
            if (key.isValid() && key.isWritable()) {
                client.flush();
            }
            if (key.isValid() && key.isReadable() && !client.readable(buffer)) {
                end(key);
            }
        } catch (IOException broken) {
            end(key);
        }
    }

    private void end(SelectionKey key) {
        lost++;
        try {
            key.channel().close();
        } catch (IOException ignored) {
            // It is closed all the same.
        }
    }

    /** Has all say that they leave, and waits until the server has closed every connection. */
    void leave() throws IOException {
        for (Client client : clients) {
            client.send(dialect.exit());
            turn(0);
        }
        long deadline = System.nanoTime() + 300_000_000_000L;
        while (lost < clients.size() && System.nanoTime() - deadline < 0) {
            turn(100);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
