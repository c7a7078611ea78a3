package parley.client.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import parley.client.ChatConnection;
import parley.client.ConnectionListener;
import parley.client.LocalPort;
import parley.client.StreamRange;
import parley.client.Transport;
import parley.protocol.ServerLine;

/**
 * One connection of a session. A virtual thread writes what is to be sent, so that a server that does not read holds
 * nobody up. {@link #send} and {@link #close} may be called by any thread.
 */
final class Link {
    /** What a link tells; called by its two threads. */
    interface Owner {
        /** The link waits for the owner where this many lines are on their way to it. */
        int LINES_ON_THE_WAY = 256;

        void received(Link link, ServerLine line, StreamRange range);

        void written(Link link, Outgoing line, StreamRange range);

        /**
         * The last call.
         *
         * @param cause what broke the connection; null for an end in order
         * @param unsent what was to be sent and was not, in order
         */
        void closed(Link link, @Nullable IOException cause, List<Outgoing> unsent);
    }

    private record ToSend(Outgoing line, String text) {}

    private final ChatConnection connection;
    private final Owner owner;
    private final Instant opened;
    private final InetSocketAddress client;
    private final Queue<ToSend> toSend = new ConcurrentLinkedQueue<>();
    private final Semaphore sendable = new Semaphore(0);
    private final Semaphore room = new Semaphore(Owner.LINES_ON_THE_WAY);
    private final Thread writer;
    private volatile boolean abandoned;

    private Link(ChatConnection connection, Owner owner) {
        this.connection = connection;
        this.owner = owner;
        this.opened = Instant.now();
        this.client = new InetSocketAddress(connection.localAddress(), connection.localPort());
        this.writer = Thread.ofVirtual().name("to " + connection.server()).unstarted(this::write);
    }

    /** Connects, and blocks meanwhile; nothing is received before {@link #start}. */
    static Link open(InetSocketAddress server, LocalPort localPort, Transport transport, Owner owner)
            throws IOException {
        return new Link(ChatConnection.open(server, localPort, transport), owner);
    }

    void start() {
        writer.start();
        connection.receive(new Receiver());
    }

    int localPort() {
        return connection.localPort();
    }

    LinePlace place(boolean sent, StreamRange range) {
        return new LinePlace(client, connection.server(), opened, sent, range);
    }

    /** Sends a line after those before it. Where the connection breaks first it is among the unsent. */
    void send(Outgoing line, String text) {
        toSend.add(new ToSend(line, text));
        sendable.release();
    }

    /** Lines that are not written yet. */
    int unsent() {
        return sendable.availablePermits();
    }

    /** The owner has taken a line received. */
    void taken() {
        room.release();
    }

    /** Closes the connection; what is on its way to the owner still comes. */
    void close() {
        connection.close();
    }

    /** Closes the connection for an owner who takes nothing more. */
    void abandon() {
        abandoned = true;
        room.release(Owner.LINES_ON_THE_WAY);
        connection.close();
    }

    private void write() {
        try {
            while (true) {
                sendable.acquire();
                // It stays in the queue until it is sent: what is in there at the end was not.
                ToSend next = Objects.requireNonNull(toSend.peek());
                StreamRange range = connection.send(next.text());
                toSend.remove();
                owner.written(this, next.line(), range);
            }
        } catch (IOException broken) {
            connection.close();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Receiver implements ConnectionListener {
        @Override
        public void received(ServerLine line, StreamRange range) {
            room.acquireUninterruptibly();
            if (abandoned) {
                room.release();
                return;
            }
            owner.received(Link.this, line, range);
        }

        @Override
        public void closed(@Nullable IOException cause) {
            writer.interrupt();
            try {
                writer.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            List<Outgoing> unsent = new ArrayList<>();
            toSend.forEach(each -> unsent.add(each.line()));
            owner.closed(Link.this, cause, unsent);
        }
    }
}
