package parley.server;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.ClientLine;
import parley.protocol.LineFramer;
import parley.protocol.LineText;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * One connection, from its welcome to its end. {@link #run} is the reading thread; it starts the writing one and ends
 * after it. Other threads only end a session ({@link #close}, {@link #check}) and use its outbox.
 */
final class Session implements Runnable, LineFramer.Sink {
    private static final int READ_BYTES = 2048;
    private static final long PAUSE_NANOS = ChatLimits.UNTERMINATED_PAUSE.toNanos();

    /** How long a client has to take its last lines. */
    private static final long FLUSH_NANOS = Duration.ofSeconds(10).toNanos();

    /** How long a client has to close after the server has: unread bytes would turn the close into a reset. */
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final Socket socket;
    private final ServerOptions options;
    private final Registry registry;
    private final Conversation conversation;
    private final Consumer<Session> onEnd;
    private final Outbox outbox;
    private final LineFramer framer = new LineFramer(ChatLimits.LINE_BYTES);
    private final RateLimit rate;
    private final long started = System.nanoTime();
    private long lastRead = started;
    private long lastActive = started;
    private volatile @Nullable User user;
    private volatile long patience = Long.MAX_VALUE;

    /** @param onEnd called once, when the connection is closed */
    Session(Socket socket, ServerOptions options, Registry registry, Consumer<Session> onEnd) {
        this.socket = socket;
        this.options = options;
        this.registry = registry;
        this.conversation = new Conversation(registry);
        this.onEnd = onEnd;
        this.outbox = new Outbox(options.outboxBytes(), this::finishing);
        this.rate = new RateLimit(options.burst(), options.linesPerSecond(), started);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void run() {
        Thread writer = Thread.startVirtualThread(this::write);
        try {
            outbox.send(new ServerLine.Welcome(), new ServerLine.Prompt());
            read();
        } catch (IOException lost) {
            outbox.abandon();
        } finally {
            leave();
            outbox.finish();
            join(writer);
            closeSocket();
            onEnd.accept(this);
        }
    }

    /** Says a last line, sends what waits and closes; after so many nanoseconds it closes in any case. */
    void close(ServerLine last, long withinNanos) {
        closeWithin(withinNanos);
        outbox.finish(last);
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
        if (now - started > patience) {
            closeSocket();
        }
    }

    private synchronized void closeWithin(long nanos) {
        patience = Math.min(patience, System.nanoTime() - started + nanos);
    }

    /** The outbox takes no more. Others learn at once that the user has gone, whatever the reading thread waits for. */
    private void finishing() {
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

    private void write() {
        try {
            outbox.writeTo(socket.getOutputStream());
            socket.shutdownOutput();
            closeWithin(LINGER_NANOS);
        } catch (IOException | InterruptedException lost) {
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
    private void read() throws IOException {
        byte[] buffer = new byte[READ_BYTES];
        int count = 0;
        while (count >= 0) {
            try {
                socket.setSoTimeout(millisToWait());
                count = socket.getInputStream().read(buffer);
            } catch (SocketTimeoutException waited) {
                count = 0;
            }
            endPausedLine();
            if (outbox.isFinishing()) {
                leave();
            } else if (count > 0) {
                lastRead = System.nanoTime();
                framer.accept(buffer, 0, count, this);
                lastActive = System.nanoTime();
            }
            endIfLate();
        }
        framer.close(this);
    }

    /** By the clock and not by the read that timed out: a thread that runs late must not join two writes to one line. */
    private void endPausedLine() {
        if (framer.hasOpenLine() && System.nanoTime() - lastRead >= PAUSE_NANOS) {
            framer.pause(this);
        }
    }

    private void endIfLate() {
        long now = System.nanoTime();
        long idle = options.idleTimeout().toNanos();
        if (user == null && now - started >= options.unnamedTimeout().toNanos()) {
            outbox.finish(ServerLine.Error.NO_NAME);
        } else if (idle > 0 && now - lastActive >= idle) {
            outbox.finish(ServerLine.Error.IDLE);
        }
    }

    /** How long a read may wait until something else is due; 0 for ever. */
    private int millisToWait() {
        if (outbox.isFinishing()) {
            return 0;
        }
        long due = Long.MAX_VALUE;
        if (framer.hasOpenLine() && !framer.terminates()) {
            due = lastRead - started + PAUSE_NANOS;
        }
        if (user == null) {
            due = Math.min(due, options.unnamedTimeout().toNanos());
        }
        if (!options.idleTimeout().isZero()) {
            due = Math.min(due, lastActive - started + options.idleTimeout().toNanos());
        }
        if (due == Long.MAX_VALUE) {
            return 0;
        }
        long millis = (due - (System.nanoTime() - started)) / 1_000_000 + 1;
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    @Override
    public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
        if (!admitted()) {
            return;
        }
        Optional<String> text = LineText.decode(bytes);
        if (text.isEmpty()) {
            refuse(ServerLine.Error.NOT_UTF_8);
        } else if (LineText.hasControlCharacters(text.get())) {
            refuse(ServerLine.Error.CONTROL_CHARACTERS);
        } else {
            handle(text.get());
        }
    }

    @Override
    public void tooLong(long start, long end) {
        if (admitted()) {
            refuse(ServerLine.Error.LINE_TOO_LONG);
        }
    }

    /** Waits until the client's rate allows another line; false where the session has ended by then. */
    private boolean admitted() {
        try {
            long wait = rate.reserve(System.nanoTime());
            return wait > 0 ? !outbox.awaitFinishing(wait) : !outbox.isFinishing();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void handle(String text) {
        User named = user;
        if (text.equals(new ClientLine.Exit().format())) {
            leave();
            outbox.finish(new ServerLine.Goodbye());
        } else if (named == null) {
            enter(text);
        } else {
            conversation.handle(named, text);
        }
    }

    private void enter(String name) {
        Optional<String> refusal = Names.refusal(name);
        if (refusal.isPresent()) {
            refuse(new ServerLine.Error(refusal.get()));
            return;
        }
        user = registry.enter(name, outbox);
        if (user == null) {
            refuse(ServerLine.Error.taken(Names.canonical(name)));
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
