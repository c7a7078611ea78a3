package parley.cli.web;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.client.ChatConnection;
import parley.client.ConnectionListener;
import parley.client.LocalPort;
import parley.client.StreamRange;
import parley.protocol.ServerLine;
import parley.server.ChatServer;

/** A user without a page. */
final class PlainUser implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final String name;
    private final ChatConnection connection;
    private final BlockingQueue<ServerLine> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<ServerLine> greetings = new LinkedBlockingQueue<>();

    private PlainUser(String name, ChatConnection connection) {
        this.name = name;
        this.connection = connection;
    }

    /** Connects and gives the name, without waiting for the answer. */
    static PlainUser connect(ChatServer server, String name) throws IOException {
        PlainUser user = new PlainUser(name, ChatConnection.open(server.address(), LocalPort.ANY));
        user.connection.receive(user.new Listener());
        user.connection.send(name);
        return user;
    }

    static PlainUser join(ChatServer server, String name) throws Exception {
        PlainUser user = connect(server, name);
        user.awaitGreeting();
        return user;
    }

    void awaitGreeting() throws InterruptedException {
        next(greetings, "no greeting for " + name);
    }

    void write(String recipient, String text) throws IOException {
        connection.send(name + " to " + recipient + " - " + text);
    }

    /** The next message to this user, as "Ofir to Roony - hello". */
    String nextMessage() throws InterruptedException {
        return next(messages, "no message for " + name).format();
    }

    private static ServerLine next(BlockingQueue<ServerLine> lines, String otherwise) throws InterruptedException {
        ServerLine line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError(otherwise);
        }
        return line;
    }

    @Override
    public void close() {
        connection.close();
    }

    private final class Listener implements ConnectionListener {
        @Override
        public void received(ServerLine line, StreamRange range) {
            switch (line) {
                case ServerLine.Hello _ -> greetings.add(line);
                case ServerLine.Direct _ -> messages.add(line);
                default -> {}
            }
        }

        @Override
        public void closed(@Nullable IOException cause) {}
    }
}
