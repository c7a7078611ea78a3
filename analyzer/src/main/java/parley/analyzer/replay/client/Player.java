package parley.analyzer.replay.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Likeness;
import parley.analyzer.replay.comparison.OctetAnswers;
import parley.analyzer.replay.comparison.Pairing;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.IpAddress;

/** One captured client, played: what it sends, and what it hears beside what the captured one did. Used by one thread. */
final class Player {
    /** News that is gathered may still be told this long after who hears it has begun to leave, or no longer before. */
    private static final long LEAVING_NANOS = 1_000_000_000;

    private final Track track;
    private final Renames renames;
    private final LiveConnection connection;
    private final @Nullable LiveDecoder decoder;
    private final @Nullable Pairing messages;
    private final @Nullable OctetAnswers octets;
    private final List<Answer> about = new ArrayList<>();
    private final OctetLog fromServer = new OctetLog();
    private boolean opened;
    private boolean serverEnds;
    private boolean endGivenUp;
    private boolean closedHere;
    private boolean lost;
    private int sent;
    private int unsent;
    private int heard;
    private long leavingNanos = Long.MAX_VALUE;
    private LiveConnection.End end = LiveConnection.End.NONE;

    /**
     * Prepares to play a client.
     *
     * @param protocol decodes it; null where its octets are compared
     * @param speaker who is behind a piece
     * @param arrivals hears of what comes, on other threads
     */
    Player(
            Track track,
            @Nullable ApplicationDecoder protocol,
            InetSocketAddress target,
            Rules rules,
            Renames renames,
            AtomicLong numbers,
            RunCapture capture,
            Function<Piece, String> speaker,
            Consumer<LiveConnection.Arrival> arrivals) {
        this.track = track;
        this.renames = renames;
        connection = new LiveConnection(capture, arrivals);
        List<Piece> expected = track.said(Direction.SERVER);
        if (protocol == null) {
            decoder = null;
            messages = null;
            octets = new OctetAnswers(expected);
        } else {
            Endpoint server = new Endpoint(IpAddress.of(target.getAddress()), target.getPort());
            decoder = new LiveDecoder(protocol, track.stream(), server, numbers);
            messages = new Pairing(
                    new Likeness(Rules.of(track.protocol()).and(rules), renames),
                    expected.stream().filter(piece -> piece.message() != null).toList(),
                    speaker);
            octets = null;
        }
    }

    Track track() {
        return track;
    }

    void open(InetSocketAddress target) throws IOException {
        connection.open(target, "stream " + track.stream());
        opened = true;
    }

    boolean isOpen() {
        return opened;
    }

    /** It could not be opened. */
    void refused(String reason) {
        about.add(new Answer(Verdict.MISSING, null, null, "no connection: " + reason));
    }

    /** Sends these with one write, but for those that the capture does not have. */
    void send(List<Piece> pieces) {
        if (octets != null) {
            octets.endAnswer();
        }
        List<Piece> there = pieces.stream().filter(piece -> !piece.isMissing()).toList();
        if (!opened || there.isEmpty()) {
            return;
        }
        if (lost || (hasEnded() && !serverEnds)) {
            unsent += there.size();
            return;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        there.forEach(piece -> joined.writeBytes(renames.sent(piece)));
        connection.send(joined.toByteArray());
        sent += there.size();
        if (decoder != null) {
            long now = System.nanoTime();
            hear(decoder.data(Direction.CLIENT, joined.toByteArray(), now), now);
        }
    }

    /** From now on news that is gathered may reach it or not. */
    void leaves() {
        leavingNanos = Math.min(leavingNanos, System.nanoTime() - LEAVING_NANOS);
    }

    void finish() {
        closedHere = true;
        connection.finish();
    }

    void reset() {
        closedHere = true;
        connection.reset();
    }

    void take(LiveConnection.Arrival arrival) {
        switch (arrival.end()) {
            case NONE -> takeOctets(arrival);
            case UNWRITABLE -> lost = true;
            default -> {
                end = arrival.end();
                if (decoder != null) {
                    hear(
                            decoder.end(
                                    Direction.SERVER,
                                    end == LiveConnection.End.RESET ? StreamListener.End.RST : StreamListener.End.FIN),
                            arrival.nanoTime());
                }
            }
        }
    }

    private void takeOctets(LiveConnection.Arrival arrival) {
        if (octets != null) {
            octets.received(arrival.octets(), arrival.nanoTime());
        } else if (decoder != null) {
            fromServer.add(arrival.octets());
            hear(decoder.data(Direction.SERVER, arrival.octets(), arrival.nanoTime()), arrival.nanoTime());
        }
    }

    private void hear(List<DecodedMessage> said, long nanos) {
        for (DecodedMessage message : said) {
            Piece piece = new Piece(
                    heard++,
                    Direction.SERVER,
                    0,
                    nanos,
                    message.start(),
                    message.end(),
                    fromServer.between(message.start(), message.end()),
                    message,
                    -1);
            if (messages != null) {
                messages.received(piece);
            }
        }
    }

    /** From now on that piece should have been heard. */
    void await(Piece piece, boolean leaving) {
        if (octets != null) {
            octets.awaitNext();
        } else if (messages != null) {
            if (leaving) {
                messages.excuse(piece);
            }
            messages.await(piece);
        }
    }

    /** From now on the server should have ended it. */
    void awaitEnd() {
        serverEnds = true;
    }

    private boolean hasEnded() {
        return end != LiveConnection.End.NONE;
    }

    /** What should have come and has not, for people; nothing where no more can come. */
    List<String> outstanding() {
        if (!opened || hasEnded() || lost) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        if (messages != null) {
            missing.addAll(messages.outstanding());
        } else if (octets != null && octets.isOutstanding()) {
            missing.add("octets");
        }
        if (serverEnds && !endGivenUp && !closedHere) {
            missing.add("end");
        }
        return missing;
    }

    void giveUp() {
        endGivenUp |= serverEnds;
        if (messages != null) {
            messages.giveUp();
        } else if (octets != null) {
            octets.giveUp();
        }
    }

    void close() {
        connection.close();
    }

    /** What has become of all that it should have heard. */
    PlayedTrack conclude() {
        if (decoder != null && opened) {
            hear(decoder.over(), System.nanoTime());
        }
        List<Answer> answers = new ArrayList<>();
        if (messages != null) {
            answers.addAll(messages.conclude(leavingNanos));
        } else if (octets != null) {
            answers.addAll(octets.conclude());
        }
        answers.addAll(about);
        if (unsent > 0) {
            answers.add(new Answer(
                    Verdict.DIFFERENT,
                    null,
                    null,
                    "the server ended the connection before the client had sent its last " + unsent));
        } else if (serverEnds && opened && !hasEnded()) {
            answers.add(new Answer(Verdict.MISSING, null, null, "the server did not end the connection"));
        } else if (!serverEnds && hasEnded() && !closedHere) {
            answers.add(new Answer(Verdict.UNEXPECTED, null, null, "the server ended the connection"));
        }
        return new PlayedTrack(track, sent, List.copyOf(answers));
    }
}
