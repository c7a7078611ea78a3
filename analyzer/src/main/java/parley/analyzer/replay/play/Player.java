package parley.analyzer.replay.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.tcp.StreamListener;

/**
 * One side of a captured connection, played: what it says, and what it hears beside what the captured one did. Used by
 * one thread.
 */
final class Player {
    /** News that is gathered may still be told this long after who hears it has begun to leave, or no longer before. */
    private static final long LEAVING_NANOS = 1_000_000_000;

    private enum Ending {
        NONE,
        FINISH,
        RESET
    }

    private final Track track;
    private final Direction side;
    private final Part part;
    private final Hearing hearing;
    private final List<Answer> about = new ArrayList<>();
    /** What has come before anything of it was to be heard. */
    private final List<LiveConnection.Arrival> early = new ArrayList<>();

    private @Nullable LiveConnection connection;
    private boolean connectionAwaited;
    private boolean hasBegunToListen;
    private boolean otherEnds;
    private boolean otherMayEnd;
    private boolean endWasAllowed;
    private boolean endGivenUp;
    private boolean lost;
    private Ending ending = Ending.NONE;
    private int said;
    private int unsent;
    private long leavingNanos = Long.MAX_VALUE;
    private LiveConnection.End end = LiveConnection.End.NONE;

    Player(Track track, Direction side, Part part, Hearing hearing) {
        this.track = track;
        this.side = side;
        this.part = part;
        this.hearing = hearing;
    }

    Track track() {
        return track;
    }

    Part part() {
        return part;
    }

    @Nullable
    LiveConnection connection() {
        return connection;
    }

    boolean isConnected() {
        return connection != null;
    }

    /** Goes on over that connection, from where it is. */
    void connect(LiveConnection live) {
        connection = live;
        sendOn();
        act();
    }

    /** How many octets it may hear. */
    long most() {
        return hearing.most();
    }

    /** Whether its connection may be another one's: nothing has been heard on it, and it has not been ended. */
    boolean isUndecided() {
        return early.isEmpty() && hearing.isEmpty() && ending == Ending.NONE && end == LiveConnection.End.NONE;
    }

    /** Its connection is another one's. */
    void disconnect() {
        connection = null;
    }

    /** It could not be opened. */
    void refused(String reason) {
        about.add(new Answer(Verdict.MISSING, null, null, reason));
    }

    /** Says these with one write, but for those that the capture does not have. */
    void say(List<Piece> pieces) {
        hearing.endAnswer();
        List<Piece> there = pieces.stream().filter(piece -> !piece.isMissing()).toList();
        if (there.isEmpty()) {
            return;
        }
        byte[] told = part.say(there);
        said += there.size();
        if (connection != null && !isHeard()) {
            unsent += there.size();
            return;
        }
        sendOn();
        hearing.said(told);
        takeEarly();
    }

    /** Whether the other side still listens: one that has ended what it says may do so. */
    private boolean isHeard() {
        return !lost
                && (end == LiveConnection.End.NONE
                        || otherEnds
                        || (side == Direction.SERVER && end == LiveConnection.End.CLOSED));
    }

    private void sendOn() {
        if (connection != null) {
            byte[] due = part.from(connection.said());
            if (due.length > 0) {
                connection.send(due);
            }
        }
    }

    /** From now on news that is gathered may reach it or not. */
    void leaves() {
        leavingNanos = Math.min(leavingNanos, System.nanoTime() - LEAVING_NANOS);
    }

    void finish() {
        ending = Ending.FINISH;
        act();
    }

    void reset() {
        ending = Ending.RESET;
        act();
    }

    private void act() {
        if (connection != null && ending == Ending.FINISH) {
            connection.finish();
        } else if (connection != null && ending == Ending.RESET) {
            connection.reset();
        }
    }

    /** What came; it is kept where nothing was to come yet, as it would be in a socket. */
    void take(LiveConnection.Arrival arrival) {
        if (arrival.end() == LiveConnection.End.UNWRITABLE) {
            lost = true;
        } else if (isListening()) {
            heed(arrival);
        } else {
            early.add(arrival);
        }
    }

    private boolean isListening() {
        return side == Direction.CLIENT || (hasBegunToListen && connection != null && connection.said() <= part.said());
    }

    private void takeEarly() {
        if (!early.isEmpty() && isListening()) {
            List<LiveConnection.Arrival> arrivals = List.copyOf(early);
            early.clear();
            arrivals.forEach(this::heed);
        }
    }

    private void heed(LiveConnection.Arrival arrival) {
        if (arrival.end() == LiveConnection.End.NONE) {
            hearing.came(arrival.octets(), arrival.nanoTime());
            return;
        }
        end = arrival.end();
        endWasAllowed = otherMayEnd;
        boolean closed = end == LiveConnection.End.CLOSED;
        hearing.ended(closed ? StreamListener.End.FIN : StreamListener.End.RST, arrival.nanoTime());
    }

    /** When time alone makes a message whole; {@link Long#MAX_VALUE} for never. */
    long wakeAt() {
        return hearing.wakeAt();
    }

    /** The time has come so far. */
    void wake(long nanoTime) {
        hearing.wake(nanoTime);
    }

    /** From now on its other side should have called. */
    void awaitConnection() {
        connectionAwaited = true;
    }

    /** From now on that piece should have been heard. */
    void await(Piece piece, boolean leaving) {
        hearing.await(piece, leaving);
        listen();
    }

    /** From now on the other side should have ended it. */
    void awaitEnd() {
        otherEnds = true;
        listen();
    }

    /** The capture goes no further: where it does not have the end, the other side may end it at any time. */
    void awaitNothingMore() {
        otherMayEnd = true;
        listen();
    }

    private void listen() {
        hasBegunToListen = true;
        takeEarly();
    }

    /** What should have come and has not; nothing where no more can come. */
    List<Missing> outstanding() {
        if (connection == null) {
            return connectionAwaited ? List.of(Missing.CONNECTION) : List.of();
        }
        if (end != LiveConnection.End.NONE || lost) {
            return List.of();
        }
        List<Missing> missing = new ArrayList<>(hearing.outstanding());
        if (otherEnds && !endGivenUp && ending == Ending.NONE) {
            missing.add(Missing.END);
        }
        return missing;
    }

    /** What is outstanding is not waited for any longer. */
    void giveUp() {
        if (connection == null) {
            connectionAwaited = false;
            return;
        }
        endGivenUp |= otherEnds;
        hearing.giveUp();
    }

    /** Whether the connection is still there and nobody has begun to end it. */
    boolean isOpen() {
        return connection != null && end == LiveConnection.End.NONE && !lost && ending == Ending.NONE;
    }

    /**
     * What has become of all that it should have heard.
     *
     * @param partly whether the conversation was ended before its end
     */
    PlayedTrack conclude(boolean partly) {
        listen();
        if (connection != null) {
            hearing.over();
        }
        List<Answer> answers = new ArrayList<>(hearing.conclude(leavingNanos, partly));
        answers.addAll(about);
        if (!partly || end == LiveConnection.End.TOO_MUCH) {
            ending().ifPresent(answers::add);
        }
        int sent = connection == null ? 0 : said - unsent;
        return new PlayedTrack(track, connection != null, sent, answers);
    }

    private Optional<Answer> ending() {
        Direction other = side.other();
        boolean hasEnded = end != LiveConnection.End.NONE;
        if (connection == null) {
            return side == Direction.SERVER ? about(Verdict.MISSING, "no client connected") : Optional.empty();
        }
        if (end == LiveConnection.End.TOO_MUCH) {
            return about(Verdict.DIFFERENT, tooMuch());
        }
        if (unsent > 0) {
            return about(
                    Verdict.DIFFERENT,
                    "the " + other + " ended the connection before the " + side + " had sent its last " + unsent);
        }
        if (otherEnds && !hasEnded) {
            return about(Verdict.MISSING, "the " + other + " did not end the connection");
        }
        return !otherEnds && hasEnded && !endWasAllowed && ending == Ending.NONE
                ? about(Verdict.UNEXPECTED, "the " + other + " ended the connection")
                : Optional.empty();
    }

    /** Why it is not listened to any longer. */
    String tooMuch() {
        return "the " + side.other() + " said far more than was captured: its connection was reset";
    }

    private static Optional<Answer> about(Verdict verdict, String why) {
        return Optional.of(new Answer(verdict, null, null, why));
    }
}
