package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.protocol.ServerLine;

/** A client on a real socket: what it receives is queued by a thread of its own, who comes and goes apart from the rest. */
final class Peer implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;
    private static final String END = "<end of stream>";

    private final Socket socket;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> presence = new LinkedBlockingQueue<>();
    private final CountDownLatch reading = new CountDownLatch(1);

    private Peer(Socket socket) {
        this.socket = socket;
    }

    /** Connects and reads the opening up to the prompt. */
    static Peer connect(ChatServer server) throws IOException {
        Peer peer = open(server, new Socket());
        peer.startReading();
        peer.expect("welcome to the chat", "enter name:");
        return peer;
    }

    /** Connects, with little room for what comes, but reads nothing before {@link #startReading}. */
    static Peer unread(ChatServer server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        return open(server, socket);
    }

    private static Peer open(ChatServer server, Socket socket) throws IOException {
        socket.connect(new InetSocketAddress(
                server.address().getAddress(), server.address().getPort()));
        socket.setTcpNoDelay(true);
        Peer peer = new Peer(socket);
        Thread.startVirtualThread(peer::read);
        return peer;
    }

    /** Connects and takes a name; the list that answers it is read. */
    static Peer named(ChatServer server, String name) throws IOException {
        Peer peer = connect(server);
        peer.send(name);
        peer.expect("hello " + name);
        assertNotNull(peer.next());
        return peer;
    }

    void startReading() {
        reading.countDown();
    }

    /** Sends the lines in one write. */
    void send(String... lines) throws IOException {
        sendUnterminated(String.join("\n", lines) + "\n");
    }

    void sendUnterminated(String text) throws IOException {
        sendBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Breaks the connection: what was sent and not read by the server may be lost. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Expects these to be the next lines, joined and left aside. */
    void expect(String... expected) {
        for (String line : expected) {
            assertEquals(line, next());
        }
    }

    /** Expects these joins and leaves next, a name each: which of them share a line depends on when they happened. */
    void expectPresence(String... expected) {
        for (String line : expected) {
            assertEquals(line, poll(presence));
        }
    }

    void expectEnd() {
        assertEquals(END, next());
    }

    /** Nothing but what was expected has come: the next line is the answer to what is asked now. */
    void expectNothingMore() throws IOException {
        send("help");
        expect("menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
    }

    String next() {
        return poll(lines);
    }

    /** The next join or leave, a name. */
    String nextPresence() {
        return poll(presence);
    }

    private static String poll(BlockingQueue<String> queue) {
        try {
            String line = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return assertNotNullLine(line);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static String assertNotNullLine(@Nullable String line) {
        assertNotNull(line, "no line came");
        return line;
    }

    private void read() {
        try {
            reading.await();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                receive(line);
            }
        } catch (IOException | InterruptedException ended) {
            lines.add("<" + ended + ">");
        }
        lines.add(END);
        presence.add(END);
        close();
    }

    private void receive(String line) {
        switch (ServerLine.parse(line)) {
            case ServerLine.Joined joined -> joined.names().forEach(name -> presence.add("joined: " + name));
            case ServerLine.Left left -> left.names().forEach(name -> presence.add("left: " + name));
            default -> lines.add(line);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            lines.add(END);
        }
    }
}
