package parley.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.LineText;
import parley.protocol.Names;
import parley.protocol.ServerLine;
import parley.server.tls.Handshakes;
import parley.server.watch.ServerWatch;
import parley.server.watch.ServerWatch.Ending;

/**
 * One connection, from its welcome to its end. {@link #run} is the reading thread; it starts the writing one and ends
 * after it. Other threads only end a session ({@link #close}, {@link #check}) and use its outbox. What fails in either
 * of its threads ends this session and no other.
 */
final class Session implements Runnable, LineReader.Sink, Outbox.Owner {
    /** What sessions of one server have in common. */
    record Surroundings(
            ServerOptions options,
            @Nullable Handshakes handshakes,
            Registry registry,
            SendBudget sendBudget,
            ServerWatch watch) {}

    /**
     * Bytes of the system's that a client may leave unread besides its outbox. The system lets a write go on when a third
     * of them has been taken: with the megabytes that it would choose, a client that takes kilobytes a second would seem
     * to take nothing for minutes.
     */
    static final int SEND_BUFFER = 32 * 1024;

    private static final int READ_BYTES = 2048;

    /** How long a client has to take its last lines. */
    private static final long FLUSH_NANOS = Duration.ofSeconds(10).toNanos();

    /** How long a client has to close after the server has: unread bytes would turn the close into a reset. */
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final long client;
    private final Socket socket;
    private final Surroundings server;
    private final ServerOptions options;
    private final Registry registry;
    private final ServerWatch watch;
    private final Conversation conversation;
    private final Consumer<Session> onEnd;
    private final Outbox outbox;
    private final LineReader lines;
    private final long started = System.nanoTime();
    private long lastActive = started;
    private volatile @Nullable User user;
    private volatile boolean open;
    private @Nullable Ending ending;
    private volatile long patience = Long.MAX_VALUE;

    /**
     * @param client the connection's number
     * @param onEnd called once, when the connection is closed
     */
    Session(long client, Socket socket, Surroundings server, Consumer<Session> onEnd) {
        this.client = client;
        this.socket = socket;
        this.server = server;
        this.options = server.options();
        this.registry = server.registry();
        this.watch = server.watch();
        this.conversation = new Conversation(registry, watch);
        this.onEnd = onEnd;
        this.outbox = new Outbox(options.outboxBytes(), server.sendBudget(), this);
        this.lines = new LineReader(new RateLimit(options.burst(), options.linesPerSecond(), started), this);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void run() {
        try {
            watch.connected(client, (InetSocketAddress) socket.getRemoteSocketAddress());
            Socket stream = secured();
            if (stream != null) {
                open = true;
                serve(stream);
            }
        } catch (RuntimeException | Error fault) {
            failed(fault);
        } finally {
            closeSocket();
            onEnd.accept(this);
            watch.ended(client, ending(), Duration.ofNanos(System.nanoTime() - started));
        }
    }

    /** What is read and written: the connection, or TLS in it; null where the client does not speak that. */
    private @Nullable Socket secured() {
        Handshakes handshakes = server.handshakes();
        if (handshakes == null) {
            return socket;
        }
        try {
            return handshakes.shake(socket);
        } catch (IOException noTls) {
            conclude(Ending.NO_TLS);
            return null;
        }
    }

    private void serve(Socket stream) {
        Thread writer = Thread.startVirtualThread(() -> write(stream));
        try {
            outbox.send(new ServerLine.Welcome(), new ServerLine.Prompt());
            read(stream);
            conclude(Ending.CLOSED);
        } catch (IOException lost) {
            conclude(Ending.LOST);
            outbox.abandon();
        } catch (RuntimeException | Error fault) {
            failed(fault);
            outbox.finish(ServerLine.Error.INTERNAL);
            discard(stream);
        } finally {
            leave();
            outbox.finish();
            join(writer);
        }
    }

    private void failed(Throwable fault) {
        conclude(Ending.FAULT);
        watch.failed(client, fault);
    }

    /** The first reason is the reason. */
    private synchronized void conclude(Ending why) {
        if (ending == null) {
            ending = why;
        }
    }

    private synchronized Ending ending() {
        return ending == null ? Ending.LOST : ending;
    }

    /** Says a last line, sends what waits and closes; after so many nanoseconds it closes in any case. */
    void shutDown(long withinNanos) {
        conclude(Ending.SHUTDOWN);
        closeWithin(withinNanos);
        outbox.finish(new ServerLine.Closing());
        if (!open) {
            closeSocket();
        }
    }

    /** Closes the connection at once. */
    void closeSocket() {
        try {
            socket.close();
        } catch (IOException alreadyLost) {
            outbox.abandon();
        }
    }

    /** Ends what has taken too long. Called now and then, by a thread of the server's. */
    void check() {
        long now = System.nanoTime();
        if (outbox.isStalled(now, options.writeTimeout().toNanos())) {
            outbox.fail(ServerLine.Error.TOO_SLOW);
        }
        boolean isLate =
                user == null && now - started > options.unnamedTimeout().toNanos();
        if (isLate && open) {
            // Its own thread may be waiting for the rate of lines that are no name.
            noName();
        }
        if (isLate && !open || now - started > patience) {
            closeSocket();
        }
    }

    private synchronized void closeWithin(long nanos) {
        patience = Math.min(patience, System.nanoTime() - started + nanos);
    }

    @Override
    public void refused(ServerLine.Error error) {
        if (error.equals(ServerLine.Error.TOO_SLOW)) {
            conclude(Ending.TOO_SLOW);
        }
        watch.refused(client, error);
    }

    @Override
    public void delivered(long nanos) {
        watch.delivered(nanos);
    }

    /** Others learn at once that the user has gone, whatever the reading thread waits for. */
    @Override
    public void finishing() {
        closeWithin(FLUSH_NANOS);
        User leaving = user;
        if (leaving != null && registry.isOnline(leaving)) {
            Thread.startVirtualThread(() -> registry.leave(leaving));
        }
    }

    private void leave() {
        User leaving = user;
        if (leaving != null) {
            registry.leave(leaving);
        }
    }

    private void write(Socket stream) {
        try {
            outbox.writeTo(stream.getOutputStream());
            stream.shutdownOutput();
            closeWithin(LINGER_NANOS);
        } catch (IOException | InterruptedException lost) {
            conclude(Ending.LOST);
            outbox.abandon();
            closeSocket();
        } catch (RuntimeException | Error fault) {
            failed(fault);
            outbox.abandon();
            closeSocket();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads until the client closes; once the outbox is finishing, what is read is thrown away. */
    private void read(Socket stream) throws IOException {
        byte[] buffer = new byte[READ_BYTES];
        int count = 0;
        while (count >= 0) {
            boolean wasAway = !outbox.isFinishing() && lines.hasBeenAway(System.nanoTime());
            try {
                stream.setSoTimeout(wasAway ? 1 : millisToWait());
                count = stream.getInputStream().read(buffer);
            } catch (SocketTimeoutException waited) {
                count = 0;
            }
            if (outbox.isFinishing()) {
                leave();
            } else {
                receive(buffer, count, wasAway);
            }
            endIfLate();
        }
        lines.close();
    }

    private void receive(byte[] buffer, int count, boolean wasAway) {
        // By the clock and not by the read that timed out: a thread that runs late must not join two writes.
        long now = System.nanoTime();
        if (count > 0 && wasAway) {
            lines.blur(now);
        }
        lines.accept(buffer, count, now);
        if (count > 0) {
            lastActive = System.nanoTime();
        }
    }

    /** Reads on for nothing until the client closes: unread bytes would turn the close into a reset. */
    private static void discard(Socket stream) {
        try {
            stream.setSoTimeout(0);
            stream.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // That is what was waited for.
        }
    }

    private void endIfLate() {
        long now = System.nanoTime();
        long idle = options.idleTimeout().toNanos();
        if (user == null && now - started >= options.unnamedTimeout().toNanos()) {
            noName();
        } else if (idle > 0 && now - lastActive >= idle) {
            conclude(Ending.IDLE);
            outbox.finish(ServerLine.Error.IDLE);
        }
    }

    private void noName() {
        conclude(Ending.NO_NAME);
        outbox.finish(ServerLine.Error.NO_NAME);
    }

    /** How long a read may wait until something else is due; 0 for ever. */
    private int millisToWait() {
        if (outbox.isFinishing()) {
            return 0;
        }
        long now = System.nanoTime();
        long nanos = lines.untilDue(now);
        if (user == null) {
            nanos = Math.min(nanos, started + options.unnamedTimeout().toNanos() - now);
        }
        if (!options.idleTimeout().isZero()) {
            nanos = Math.min(nanos, lastActive + options.idleTimeout().toNanos() - now);
        }
        return nanos == Long.MAX_VALUE ? 0 : Math.clamp(nanos / 1_000_000 + 1, 1, Integer.MAX_VALUE);
    }

    @Override
    public void line(byte[] bytes, boolean terminated) {
        Optional<String> text = LineText.decode(bytes);
        if (text.isEmpty()) {
            refuse(ServerLine.Error.NOT_UTF_8);
        } else if (LineText.hasControlCharacters(text.get())) {
            refuse(ServerLine.Error.CONTROL_CHARACTERS);
        } else {
            handle(text.get(), terminated);
        }
    }

    @Override
    public void tooLong() {
        refuse(ServerLine.Error.LINE_TOO_LONG);
    }

    @Override
    public void tooFast() {
        refuse(ServerLine.Error.TOO_FAST);
    }

    /** Waits so long, and until the client has taken earlier answers; false if the session has ended by then. */
    @Override
    public boolean await(long nanos) {
        try {
            if (nanos > 0) {
                outbox.awaitFinishing(nanos);
            }
            outbox.awaitAnswersTaken();
            return !outbox.isFinishing();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void handle(String text, boolean terminated) {
        User named = user;
        if (text.equals(new ClientLine.Exit().format())) {
            conclude(Ending.EXIT);
            leave();
            outbox.finish(new ServerLine.Goodbye());
        } else if (named == null) {
            enter(text);
        } else {
            conversation.handle(named, text, System.nanoTime(), terminated);
        }
    }

    private void enter(String name) {
        Optional<String> refusal = Names.refusal(name);
        if (refusal.isPresent()) {
            refuse(new ServerLine.Error(refusal.get()));
            return;
        }
        User entered = registry.enter(client, name, outbox);
        user = entered;
        if (entered == null) {
            refuse(ServerLine.Error.taken(Names.canonical(name)));
        } else {
            watch.named(client, entered.name());
        }
    }

    private void refuse(ServerLine.Error error) {
        if (user == null) {
            outbox.send(error, new ServerLine.Prompt());
        } else {
            outbox.send(error);
        }
    }
}
