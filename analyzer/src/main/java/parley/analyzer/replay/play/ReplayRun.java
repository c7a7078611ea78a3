package parley.analyzer.replay.play;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.Decoders;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.Leaving;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.replay.recording.RecordedConversation.Event;
import parley.analyzer.replay.recording.RecordedConversation.What;
import parley.analyzer.replay.recording.Track;
import parley.protocol.HostPort;

/**
 * Plays one side of a recording, on all connections at once, and compares what it hears. What that side did it does again
 * once everything has come that had come before it in the capture, on this connection or another: of that, the capture
 * cannot tell what led to it and what did not. What does not come is waited for once, and then the conversation goes on.
 *
 * <p>The thread that plays does all that; threads of the connections only read and write.
 */
final class ReplayRun {
    /** What has been missing before is waited for that much shorter. */
    private static final int MISSED_BEFORE = 10;

    /** Where this side cannot say what the capture lacks, the other one may wait for that; this side waits so much longer. */
    private static final int LEFT_OUT = 2;

    /** How long the end of the conversation is listened to for what should not come. */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    /** How long what is under way at the end may take to be sent. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /** Who writes no LF ends a line by a pause: one that the captured client made is not made shorter than this. */
    private static final Duration UNTERMINATED_PAUSE = Duration.ofMillis(250);

    private record Sent(Piece piece, long nanoTime) {}

    private final RecordedConversation recording;
    private final Direction side;
    private final ReplayOptions options;
    private final Consumer<String> notes;
    private final List<Player> players = new ArrayList<>();
    private final long most;
    private final Cast cast;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Set<Player> waitedFor = new HashSet<>();
    private final Set<String> missed = new HashSet<>();
    private final Pace pace;
    private final Map<Player, Sent> lastSent = new HashMap<>();
    private RunCapture capture = RunCapture.NONE;
    private int strangers;
    private boolean hasLeftOut;
    private volatile boolean stopped;
    private volatile boolean over;

    ReplayRun(
            RecordedConversation recording,
            Direction side,
            ReplayOptions options,
            Decoders decoders,
            Consumer<String> notes) {
        this.recording = recording;
        this.side = side;
        this.options = options;
        this.notes = notes;
        pace = new Pace(recording);
        AtomicLong numbers = new AtomicLong();
        List<ApplicationDecoder> created = decoders.create();
        List<String> speakers = speakers(recording);
        for (Track track : recording.tracks()) {
            Hearing hearing = new Hearing(
                    track,
                    side,
                    LiveDecoder.of(track.protocol(), created),
                    options,
                    numbers,
                    piece -> speaker(piece, speakers),
                    notes);
            players.add(new Player(track, side, new Part(track, side, options.renames()), hearing));
        }
        cast = new Cast(players);
        // Which of them a connection is may be known only once something has come.
        most = players.stream().mapToLong(Player::most).max().orElse(0);
    }

    /** Who is behind a piece: a client itself, or who said what a server passes on. */
    private String speaker(Piece piece, List<String> speakers) {
        int said = side == Direction.SERVER ? piece.id() : piece.cause();
        return said >= 0 ? speakers.get(said) : piece.said().sender();
    }

    /** Of each piece, which connection said it. */
    private static List<String> speakers(RecordedConversation recording) {
        List<String> speakers = new ArrayList<>();
        for (Track track : recording.tracks()) {
            track.pieces().forEach(piece -> speakers.add("stream " + track.stream()));
        }
        return speakers;
    }

    /** Ends it before its end; any thread may. */
    void stop() {
        stopped = true;
        inbox.add(() -> {});
    }

    /** Of a played server: a client has called; any thread may say so. */
    void called(Socket client) {
        inbox.add(() -> accept(client));
        if (over) {
            hangUp();
        }
    }

    /** Who calls when it is over is not kept waiting. */
    private void hangUp() {
        over = true;
        for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
            next.run();
        }
    }

    /** As {@link Replay#play}. */
    ReplayResult play(RunCapture packets) throws IOException, InterruptedException {
        capture = packets;
        long began = System.nanoTime();
        try {
            if (side == Direction.CLIENT || hasSomebodyCalled(options.first())) {
                began = System.nanoTime();
                playEvents();
                hearWhatIsOutstanding();
                if (side == Direction.SERVER) {
                    players.forEach(Player::awaitNothingMore);
                }
                hearLastWords();
                part();
            }
            boolean partly = stopped;
            List<PlayedTrack> tracks = players.stream()
                    .map(player -> pace.judged(player.conclude(partly), options.maxDelay()))
                    .toList();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new ReplayResult(side, tracks, recording.empty(), strangers, partly, took);
        } finally {
            hangUp();
            cast.connections().forEach(LiveConnection::close);
        }
    }

    private boolean hasSomebodyCalled(@Nullable Duration first) throws InterruptedException {
        long until = first == null ? Long.MAX_VALUE : System.nanoTime() + first.toNanos();
        boolean inTime = true;
        while (inTime && !stopped && !cast.isAnyConnected()) {
            inTime = hear(until);
        }
        return cast.isAnyConnected();
    }

    private void playEvents() throws IOException, InterruptedException {
        List<Event> events = recording.events();
        long captured = events.isEmpty() ? 0 : events.getFirst().timestampNanos();
        Leaving leaves = new Leaving(recording);
        for (int i = 0; i < events.size() && !stopped; i++) {
            Event event = events.get(i);
            Player player = players.get(event.track());
            boolean leaving = event.frame() > leaves.frame(event.track());
            if (event.what().by() != side) {
                await(event, player, leaving);
            } else {
                hearWhatIsOutstanding();
                hearUntil(Math.max(
                        System.nanoTime() + scaled(event.timestampNanos() - captured), unterminated(event, player)));
                if (leaving || event.frame() == leaves.frame(event.track())) {
                    player.leaves();
                }
                i += stopped ? 0 : act(i, player) - 1;
            }
            captured = Math.max(captured, event.timestampNanos());
        }
    }

    private void await(Event event, Player player, boolean leaving) {
        Piece piece = event.piece();
        if (piece != null) {
            pace.expects(piece);
            player.await(piece, leaving);
        } else if (event.what() == What.OPENED) {
            player.awaitConnection();
        } else {
            player.awaitEnd();
        }
        waitedFor.add(player);
    }

    /** @return how many events that were */
    private int act(int index, Player player) throws IOException {
        Event event = recording.events().get(index);
        switch (event.what()) {
            case OPENED -> open(player);
            case SENT, RECEIVED -> {
                List<Piece> together = together(index);
                player.say(together);
                hasLeftOut |= together.stream().anyMatch(Piece::isMissing);
                long now = System.nanoTime();
                together.forEach(piece -> pace.sent(piece, now));
                lastSent.put(player, new Sent(together.getLast(), now));
                return together.size();
            }
            case CLIENT_CLOSED, SERVER_CLOSED -> player.finish();
            case CLIENT_RESET, SERVER_RESET -> player.reset();
        }
        return 1;
    }

    private long scaled(long nanos) {
        return Double.isInfinite(options.speed()) ? 0 : (long) (Math.max(0, nanos) / options.speed());
    }

    /** Before when a client's piece without LF must not be sent, so that it is not taken for the rest of the one before. */
    private long unterminated(Event event, Player player) {
        Piece piece = event.piece();
        Sent before = lastSent.get(player);
        if (side != Direction.CLIENT || piece == null || piece.message() == null || before == null) {
            return Long.MIN_VALUE;
        }
        byte[] octets = before.piece().octets();
        if (octets.length == 0 || octets[octets.length - 1] == '\n') {
            return Long.MIN_VALUE;
        }
        long pause = Math.min(
                UNTERMINATED_PAUSE.toNanos(),
                piece.timestampNanos() - before.piece().timestampNanos());
        return before.nanoTime() + pause;
    }

    /**
     * What was said first, and all that reached the other side with it: after a loss that is more than one piece. To a
     * server whose clients write no LF it is one line.
     */
    private List<Piece> together(int first) {
        Event event = recording.events().get(first);
        return recording.events().subList(first, recording.events().size()).stream()
                .takeWhile(next ->
                        next.what() == event.what() && next.track() == event.track() && next.frame() == event.frame())
                .map(next -> Objects.requireNonNull(next.piece()))
                .toList();
    }

    private void open(Player player) throws IOException {
        try {
            cast.connect(
                    player,
                    LiveConnection.to(
                            options.server(), "stream " + player.track().stream(), most, capture, this::arrived));
        } catch (IOException refused) {
            if (cast.connections().isEmpty()) {
                throw refused;
            }
            player.refused(String.valueOf(refused.getMessage()));
        }
    }

    /** It is the next of the captured clients that nobody plays, until it has said something. */
    private void accept(Socket client) {
        Player next = cast.next().orElse(null);
        try {
            if (over) {
                client.close();
                return;
            }
            if (next == null) {
                strangers++;
                notes.accept("a connection more than were captured, from "
                        + HostPort.format((InetSocketAddress) client.getRemoteSocketAddress()) + ", was reset");
                client.setSoLinger(true, 0);
                client.close();
                return;
            }
            cast.connect(next, LiveConnection.from(client, most, capture, this::arrived));
        } catch (IOException gone) {
            notes.accept("a client had gone before it was answered: " + gone.getMessage());
        }
    }

    private void arrived(LiveConnection connection, LiveConnection.Arrival arrival) {
        inbox.add(() -> take(connection, arrival));
    }

    private void take(LiveConnection connection, LiveConnection.Arrival arrival) {
        if (over) {
            return;
        }
        Player player = cast.of(connection);
        if (side == Direction.SERVER && arrival.octets().length > 0 && player.isUndecided()) {
            // Who is not connected any longer is waited for.
            waitedFor.add(player);
            player = cast.decided(connection, arrival.octets());
        }
        if (arrival.end() == LiveConnection.End.TOO_MUCH) {
            notes.accept(ReplayTable.name(player.track()) + ": " + player.tooMuch());
        }
        player.take(arrival);
    }

    /** Waits for what had come before in the capture; what does not come is told and given up. */
    private void hearWhatIsOutstanding() throws InterruptedException {
        long since = System.nanoTime();
        long patience = patience();
        hasLeftOut &= !isAnyOutstanding();
        while (!stopped && isAnyOutstanding()) {
            Set<String> kinds = waitedFor.stream()
                    .flatMap(player -> player.outstanding().stream())
                    .map(Missing::kind)
                    .collect(Collectors.toSet());
            if (!hear(since + patience / (missed.containsAll(kinds) ? MISSED_BEFORE : 1))) {
                missed.addAll(kinds);
                waitedFor.forEach(this::giveUp);
            }
        }
    }

    private long patience() {
        return options.patience().toNanos() * (hasLeftOut ? LEFT_OUT : 1);
    }

    private boolean isAnyOutstanding() {
        waitedFor.removeIf(player -> player.outstanding().isEmpty());
        return !waitedFor.isEmpty();
    }

    private void giveUp(Player player) {
        notes.accept("stream " + player.track().stream() + " waited in vain for: "
                + player.outstanding().stream().map(Missing::toString).collect(Collectors.joining(", ")));
        player.giveUp();
    }

    private void hearUntil(long due) throws InterruptedException {
        while (!stopped && hear(due)) {
            // What comes meanwhile is heard.
        }
    }

    /** Who goes on saying things is not listened to for longer than an answer is waited for. */
    private void hearLastWords() throws InterruptedException {
        long quiet = LAST_WORDS.toNanos();
        long until = System.nanoTime() + Math.max(quiet, options.patience().toNanos());
        while (!stopped && System.nanoTime() < until && hear(Math.min(until, System.nanoTime() + quiet))) {
            // What comes meanwhile is heard.
        }
    }

    /** What the capture does not show the end of, a played server leaves to its client; then all that is said is sent. */
    private void part() throws InterruptedException {
        long until = System.nanoTime() + patience();
        while (side == Direction.SERVER && !stopped && players.stream().anyMatch(Player::isOpen) && hear(until)) {
            // What comes meanwhile is heard.
        }
        if (!stopped) {
            players.stream().filter(Player::isOpen).forEach(Player::finish);
            long drained = System.nanoTime() + DRAIN.toNanos();
            for (LiveConnection connection : cast.connections()) {
                connection.drain(Duration.ofNanos(Math.max(0, drained - System.nanoTime())));
            }
        }
    }

    /**
     * Waits for the next thing to happen.
     *
     * @param until the {@link System#nanoTime} until when
     * @return false where nothing happened until then
     */
    private boolean hear(long until) throws InterruptedException {
        long wake = waitedFor.stream().mapToLong(Player::wakeAt).min().orElse(Long.MAX_VALUE);
        Runnable next = inbox.poll(Math.max(0, Math.min(until, wake) - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (next != null) {
            next.run();
            return true;
        }
        long now = System.nanoTime();
        waitedFor.forEach(player -> player.wake(now));
        return wake <= now || now < until;
    }
}
