package parley.client.play;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.client.ChatConnection;
import parley.client.ConnectionListener;
import parley.client.LocalPort;
import parley.client.StreamRange;
import parley.client.Transport;
import parley.client.play.Expectation.Kind;
import parley.protocol.ServerLine;

/**
 * Plays a script against a server, by one client a user.
 *
 * <p>A row with no time is typed when everything that the rows before it made due has been received: by the user who
 * typed, and by every user of the script whom it reaches. Comings and goings, which a server gathers, hold up only the
 * {@code exit} of a user who is still to be told of them, and the end. A row with a time is typed then, whatever is
 * still due, save for answers that decide how a line reads: who is online, and who is in a private chat. Nothing here
 * sleeps: whatever is waited for is an event or the end of somebody's patience.
 *
 * <p>The thread that calls {@link #play} does all the work and makes all calls to the listener.
 */
public final class ScriptPlayer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final InetSocketAddress server;
    private final Transport transport;
    private final PlayListener listener;
    private final Duration patience;

    /** A player with the usual patience: what has not come after 5 s is missing. */
    public ScriptPlayer(InetSocketAddress server, Transport transport, PlayListener listener) {
        this(server, transport, listener, PATIENCE);
    }

    ScriptPlayer(InetSocketAddress server, Transport transport, PlayListener listener, Duration patience) {
        this.server = server;
        this.transport = transport;
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * Plays the script to its end, also past answers that do not come. Users who have not typed {@code exit} are
     * disconnected then.
     *
     * @throws IOException where the first user cannot connect, with a message that says why
     */
    public PlayResult play(Script script) throws IOException, InterruptedException {
        Play play = new Play(script);
        try {
            for (Script.Row row : script.rows()) {
                play.play(row);
            }
            return play.end();
        } finally {
            play.closeAll();
        }
    }

    /** One run. */
    private final class Play {
        private final Script script;
        private final Roster roster;
        private final Conversation conversation;
        private final BlockingQueue<PlayEvent> arrived = new ArrayBlockingQueue<>(1024);
        private final List<PlayEvent.Missing> missing = new ArrayList<>();
        private final long start = System.nanoTime();
        private int sent;
        private int received;
        private boolean anybody;
        private volatile boolean over;

        Play(Script script) {
            this.script = script;
            this.roster = new Roster(script.users());
            this.conversation = new Conversation(roster, patience);
        }

        void play(Script.Row row) throws IOException, InterruptedException {
            PlayedUser user = roster.get(row.user());
            if (row.at() == null) {
                awaitUntilNone(due -> due.kind() != Kind.PRESENCE);
            } else {
                takeUntil(start + row.at().toNanos());
            }
            if (user.connection == null && !user.closed) {
                connect(row, user);
                awaitUntilNone(due -> due.to() == user && due.kind() != Kind.PRESENCE);
            }
            awaitUntilNone(due -> due.typed().decidesState() && due.kind().isRequired());
            if (row.at() == null && row.text().equals("exit")) {
                awaitUntilNone(due -> due.to() == user);
            }
            type(row, user);
        }

        private void connect(Script.Row row, PlayedUser user) throws IOException {
            try {
                ChatConnection connection = ChatConnection.open(server, LocalPort.preferably(row.port()), transport);
                user.connection = connection;
                anybody = true;
                happened(new PlayEvent.Connected(now(), user.handle, connection.localPort(), row.port()));
                conversation.connected(row, user, System.nanoTime());
                connection.receive(new Arrivals(user.handle));
            } catch (IOException failure) {
                if (!anybody) {
                    throw failure;
                }
                user.closed = true;
                report(user, where(row) + failure.getMessage() + "; rows of this user are left out");
            }
        }

        private void type(Script.Row row, PlayedUser user) {
            takeArrived();
            ChatConnection connection = user.connection;
            if (connection == null || user.closed) {
                return;
            }
            conversation.typing(row, user, System.nanoTime());
            Duration at = now();
            try {
                connection.send(row.text());
            } catch (IOException broken) {
                // The end of the connection is on its way too, and is what is reported.
                conversation.notTyped(row);
                return;
            }
            sent++;
            happened(new PlayEvent.Sent(at, user.handle, row.text()));
        }

        PlayResult end() throws InterruptedException {
            awaitUntilNone(_ -> true);
            for (PlayedUser user : roster.all()) {
                if (user.isConnected()) {
                    user.leaving = true;
                    finish(user);
                }
            }
            long deadline = System.nanoTime() + patience.toNanos();
            while (roster.all().stream().anyMatch(PlayedUser::isConnected) && deadline - System.nanoTime() > 0) {
                takeNext(deadline);
            }
            return new PlayResult(sent, received, missing, now());
        }

        private void finish(PlayedUser user) {
            try {
                Objects.requireNonNull(user.connection).finish();
            } catch (IOException closed) {
                user.closed = true;
            }
        }

        private void awaitUntilNone(Predicate<Expectation> which) throws InterruptedException {
            while (conversation.isDue(which)) {
                takeNext(System.nanoTime() + patience.toNanos());
            }
        }

        private void takeUntil(long deadline) throws InterruptedException {
            while (deadline - System.nanoTime() > 0) {
                takeNext(deadline);
            }
        }

        /** Takes what arrives next; where nothing does, ends at the deadline or when something due is overdue. */
        private void takeNext(long deadline) throws InterruptedException {
            long now = System.nanoTime();
            OptionalLong overdue = conversation.nextDeadline();
            long left = deadline - now;
            PlayEvent event = arrived.poll(
                    overdue.isEmpty() ? left : Math.min(left, overdue.getAsLong() - now), TimeUnit.NANOSECONDS);
            if (event == null) {
                conversation.expire(System.nanoTime()).stream()
                        .filter(due -> due.kind().isRequired())
                        .forEach(due -> report(due, "within " + seconds(patience) + " s"));
            } else {
                take(event);
            }
        }

        private void takeArrived() {
            for (PlayEvent event = arrived.poll(); event != null; event = arrived.poll()) {
                take(event);
            }
        }

        private void take(PlayEvent event) {
            switch (event) {
                case PlayEvent.Received line -> {
                    received++;
                    happened(line);
                    conversation.received(roster.get(line.user()), line.line(), System.nanoTime());
                }
                case PlayEvent.Closed closed -> closed(closed);
                default -> throw new IllegalStateException("nothing else arrives: " + event);
            }
        }

        private void closed(PlayEvent.Closed event) {
            happened(event);
            PlayedUser user = roster.get(event.user());
            boolean leaving = user.leaving || conversation.isDue(due -> due.to() == user && due.kind() == Kind.CLOSE);
            conversation.closed(user, System.nanoTime()).forEach(due -> report(due, "before the connection ended"));
            if (!leaving) {
                report(
                        user,
                        script.name() + ": " + user.handle
                                + (event.cause() == null
                                        ? " was disconnected by the server"
                                        : " has lost the connection (" + event.cause() + ")")
                                + "; rows of this user are left out from here on");
            }
        }

        private void report(Expectation due, String when) {
            report(
                    due.to(),
                    where(due.typed().row()) + due.to().handle + " has not received " + due.what() + " " + when);
        }

        private void report(PlayedUser user, String what) {
            PlayEvent.Missing event = new PlayEvent.Missing(now(), user.handle, what);
            missing.add(event);
            happened(event);
        }

        private String where(Script.Row row) {
            return script.name() + ":" + row.number() + ": ";
        }

        private void happened(PlayEvent event) {
            listener.happened(event);
        }

        private Duration now() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        void closeAll() {
            over = true;
            for (PlayedUser user : roster.all()) {
                if (user.connection != null) {
                    user.connection.close();
                }
            }
        }

        /** Passes one user's lines on to the thread that plays, and waits while that is behind. */
        private final class Arrivals implements ConnectionListener {
            private final String user;

            Arrivals(String user) {
                this.user = user;
            }

            @Override
            public void received(ServerLine line, StreamRange range) {
                arrive(new PlayEvent.Received(now(), user, line));
            }

            @Override
            public void closed(@Nullable IOException cause) {
                String message = cause == null ? null : cause.getMessage();
                arrive(new PlayEvent.Closed(now(), user, cause == null ? null : String.valueOf(message)));
            }

            private void arrive(PlayEvent event) {
                try {
                    while (!over && !arrived.offer(event, 100, TimeUnit.MILLISECONDS)) {
                        // The thread that plays is behind, or has ended without emptying the queue.
                    }
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
