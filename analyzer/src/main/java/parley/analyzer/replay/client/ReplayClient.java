package parley.analyzer.replay.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.Decoders;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.replay.recording.RecordedConversation.Event;
import parley.analyzer.replay.recording.RecordedConversation.What;
import parley.analyzer.replay.recording.Track;

/**
 * Plays the clients of a recording against a live server, all at once, and compares what they are told. What a client
 * sent it sends again once everything has come that had come before it in the capture, to this client or another: of
 * that, the capture cannot tell what led to it and what did not. What does not come is waited for once, and then the
 * conversation goes on.
 *
 * <p>The thread that calls {@link #play} does all that; threads of the connections only read and write.
 */
public final class ReplayClient {
    /** What has been missing before is waited for that much shorter. */
    private static final int MISSED_BEFORE = 10;

    /** How long the end of the conversation is listened to for what should not come. */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    /** Who writes no LF ends a line by a pause: one that the captured client made is not made shorter than this. */
    private static final Duration UNTERMINATED_PAUSE = Duration.ofMillis(250);

    /** A client that ends its connection so soon after it last sent something was leaving when it sent that. */
    private static final long LEAVES_WITHIN_NANOS = 1_000_000_000;

    private record Sent(Piece piece, long nanoTime) {}

    private record Arrived(Player player, LiveConnection.Arrival arrival) {}

    private final RecordedConversation recording;
    private final ReplayOptions options;
    private final Consumer<String> notes;
    private final List<Player> players = new ArrayList<>();
    private final BlockingQueue<Arrived> inbox = new LinkedBlockingQueue<>();
    private final Set<Player> waitedFor = new HashSet<>();
    private final Set<String> missed = new HashSet<>();
    private final Pace pace;
    private final Map<Player, Sent> lastSent = new HashMap<>();

    private ReplayClient(
            RecordedConversation recording,
            ReplayOptions options,
            List<ApplicationDecoder> decoders,
            RunCapture capture,
            Consumer<String> notes) {
        this.recording = recording;
        this.options = options;
        this.notes = notes;
        pace = new Pace(recording);
        AtomicLong numbers = new AtomicLong();
        List<String> speakers = speakers(recording);
        for (Track track : recording.tracks()) {
            Player[] self = new Player[1];
            self[0] = new Player(
                    track,
                    LiveDecoder.of(track.protocol(), decoders),
                    options.target(),
                    options.rules(),
                    options.renames(),
                    numbers,
                    capture,
                    piece -> piece.cause() < 0 ? piece.said().sender() : speakers.get(piece.cause()),
                    arrival -> inbox.add(new Arrived(Objects.requireNonNull(self[0]), arrival)));
            players.add(self[0]);
        }
    }

    /** Of each piece, which connection said it. */
    private static List<String> speakers(RecordedConversation recording) {
        List<String> speakers = new ArrayList<>();
        for (Track track : recording.tracks()) {
            track.pieces().forEach(piece -> speakers.add("stream " + track.stream()));
        }
        return speakers;
    }

    /**
     * Plays a recording.
     *
     * @param decoders those that have decoded it
     * @param capture is given the packets of the connections
     * @param notes is told, for people, what is waited for in vain
     * @throws IOException if the server cannot be reached at all
     * @throws InterruptedException if the thread is interrupted; the connections are closed
     */
    public static ReplayResult play(
            RecordedConversation recording,
            ReplayOptions options,
            Decoders decoders,
            RunCapture capture,
            Consumer<String> notes)
            throws IOException, InterruptedException {
        ReplayClient client = new ReplayClient(recording, options, decoders.create(), capture, notes);
        try {
            return client.play();
        } finally {
            client.players.forEach(Player::close);
        }
    }

    private ReplayResult play() throws IOException, InterruptedException {
        long began = System.nanoTime();
        long done = began;
        long captured =
                recording.events().isEmpty() ? 0 : recording.events().getFirst().timestampNanos();
        long[] leaves = leavingFrames();
        for (int i = 0; i < recording.events().size(); i++) {
            Event event = recording.events().get(i);
            Player player = players.get(event.track());
            switch (event.what()) {
                case RECEIVED -> {
                    Piece piece = Objects.requireNonNull(event.piece());
                    pace.expects(piece);
                    player.await(piece, event.frame() > leaves[event.track()]);
                    waitedFor.add(player);
                }
                case SERVER_CLOSED, SERVER_RESET -> {
                    player.awaitEnd();
                    waitedFor.add(player);
                }
                default -> {
                    hearWhatIsOutstanding();
                    long due = Math.max(System.nanoTime(), done) + scaled(event.timestampNanos() - captured);
                    hearUntil(Math.max(due, unterminated(event)));
                    if (event.frame() >= leaves[event.track()]) {
                        player.leaves();
                    }
                    if (event.what() == What.SENT) {
                        List<Piece> together = together(i);
                        i += together.size() - 1;
                        send(player, together);
                    } else {
                        act(event, player);
                    }
                }
            }
            captured = Math.max(captured, event.timestampNanos());
            done = System.nanoTime();
        }
        hearWhatIsOutstanding();
        hearLastWords();
        List<PlayedTrack> tracks = players.stream()
                .map(player -> pace.judged(player.conclude(), options.maxDelay()))
                .toList();
        return new ReplayResult(tracks, recording.empty(), Duration.ofNanos(System.nanoTime() - began));
    }

    private long scaled(long nanos) {
        return Double.isInfinite(options.speed()) ? 0 : (long) (Math.max(0, nanos) / options.speed());
    }

    /** Before when a piece without LF must not be sent, so that it is not taken for the rest of the one before it. */
    private long unterminated(Event event) {
        Piece piece = event.piece();
        Sent before = lastSent.get(players.get(event.track()));
        if (piece == null || piece.message() == null || before == null) {
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

    /** Of each connection, the frame with which its client began to leave; with what it sent last, or with its end. */
    private long[] leavingFrames() {
        long[] frames = new long[players.size()];
        long[] last = new long[players.size()];
        long[] lastNanos = new long[players.size()];
        Arrays.fill(frames, Long.MAX_VALUE);
        for (Event event : recording.events()) {
            int track = event.track();
            switch (event.what()) {
                case SENT -> {
                    last[track] = event.frame();
                    lastNanos[track] = event.timestampNanos();
                }
                case OPENED, RECEIVED -> {
                    // Neither is an end.
                }
                default -> {
                    boolean soon = event.timestampNanos() - lastNanos[track] <= LEAVES_WITHIN_NANOS;
                    frames[track] = Math.min(frames[track], soon ? last[track] : event.frame());
                }
            }
        }
        return frames;
    }

    /**
     * What was sent first, and all that reached the server with it: after a loss that is more than one piece. To a server
     * whose clients write no LF it is one line.
     */
    private List<Piece> together(int first) {
        Event event = recording.events().get(first);
        return recording.events().subList(first, recording.events().size()).stream()
                .takeWhile(next ->
                        next.what() == What.SENT && next.track() == event.track() && next.frame() == event.frame())
                .map(next -> Objects.requireNonNull(next.piece()))
                .toList();
    }

    private void send(Player player, List<Piece> pieces) {
        player.send(pieces);
        long now = System.nanoTime();
        pieces.forEach(piece -> pace.sent(piece, now));
        lastSent.put(player, new Sent(pieces.getLast(), now));
    }

    private void act(Event event, Player player) throws IOException {
        switch (event.what()) {
            case OPENED -> open(player);
            case CLIENT_CLOSED -> player.finish();
            case CLIENT_RESET -> player.reset();
            default -> throw new IllegalStateException(event.what() + " is the server's");
        }
    }

    private void open(Player player) throws IOException {
        try {
            player.open(options.target());
        } catch (IOException refused) {
            if (players.stream().noneMatch(Player::isOpen)) {
                throw refused;
            }
            player.refused(String.valueOf(refused.getMessage()));
        }
    }

    /** Waits for what had come before in the capture; what does not come is told and given up. */
    private void hearWhatIsOutstanding() throws InterruptedException {
        long since = System.nanoTime();
        while (isAnyOutstanding()) {
            Set<String> kinds = waitedFor.stream()
                    .flatMap(player -> player.outstanding().stream())
                    .collect(Collectors.toSet());
            long patience = options.patience().toNanos() / (missed.containsAll(kinds) ? MISSED_BEFORE : 1);
            Arrived next = inbox.poll(since + patience - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                next.player().take(next.arrival());
            } else {
                missed.addAll(kinds);
                waitedFor.forEach(this::giveUp);
            }
        }
    }

    private boolean isAnyOutstanding() {
        waitedFor.removeIf(player -> player.outstanding().isEmpty());
        return !waitedFor.isEmpty();
    }

    private void giveUp(Player player) {
        notes.accept("stream " + player.track().stream() + " waited in vain for: "
                + String.join(", ", player.outstanding()));
        player.giveUp();
    }

    private void hearUntil(long due) throws InterruptedException {
        Arrived next = inbox.poll();
        while (next != null || System.nanoTime() < due) {
            if (next != null) {
                next.player().take(next.arrival());
            }
            next = inbox.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void hearLastWords() throws InterruptedException {
        Arrived next = inbox.poll(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
        while (next != null) {
            next.player().take(next.arrival());
            next = inbox.poll(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
