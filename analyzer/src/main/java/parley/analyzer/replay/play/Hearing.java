package parley.analyzer.replay.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Lacks;
import parley.analyzer.replay.comparison.Likeness;
import parley.analyzer.replay.comparison.OctetAnswers;
import parley.analyzer.replay.comparison.Pairing;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.IpAddress;

/** What a played side hears, as messages or octets, beside what the captured one heard. Used by one thread. */
final class Hearing {
    /** What comes is kept to be compared: so many octets may come besides those that were captured. */
    private static final int BESIDES = 16 << 20;

    /** Messages take more memory than their octets. */
    private static final int BESIDES_OF_MESSAGES = 1 << 20;

    private final Track track;
    private final Direction side;
    private final Consumer<String> notes;
    private final Part others;
    private final Lacks lacks;
    private final @Nullable LiveDecoder decoder;
    private final @Nullable Pairing messages;
    private final @Nullable OctetAnswers octets;
    private final OctetLog heard = new OctetLog();
    private int pieces;

    /**
     * Prepares to listen.
     *
     * @param side that hears
     * @param protocol decodes the connection; null where its octets are compared
     * @param numbers counts the messages of all connections of the run
     * @param speaker who is behind a piece
     * @param notes is told at once what a played server is sent instead of what it expects
     */
    Hearing(
            Track track,
            Direction side,
            @Nullable ApplicationDecoder protocol,
            ReplayOptions options,
            AtomicLong numbers,
            Function<Piece, String> speaker,
            Consumer<String> notes) {
        this.track = track;
        this.side = side;
        this.notes = notes;
        others = new Part(track, side.other(), options.renames());
        List<Piece> expected = track.said(side.other());
        lacks = new Lacks(expected, List.of());
        if (protocol == null) {
            decoder = null;
            messages = null;
            octets = new OctetAnswers(side.other(), expected, options.rules());
            return;
        }
        Endpoint server = new Endpoint(
                IpAddress.of(options.server().getAddress()), options.server().getPort());
        if (side == Direction.SERVER) {
            LiveDecoder.acquaint(protocol, track, server);
        }
        decoder = new LiveDecoder(protocol, side.other(), track.stream(), server, numbers);
        messages = new Pairing(
                new Likeness(Rules.of(track.protocol()).and(options.rules()), options.renames()),
                expected.stream().filter(piece -> piece.message() != null).toList(),
                speaker,
                side == Direction.SERVER);
        octets = null;
    }

    /** How many octets may come. */
    long most() {
        return others.length() + (decoder == null ? BESIDES : BESIDES_OF_MESSAGES);
    }

    /** Whether nothing has come. */
    boolean isEmpty() {
        return heard.length() == 0;
    }

    /** This side goes on. */
    void endAnswer() {
        if (octets != null) {
            octets.endAnswer().ifPresent(this::tell);
        }
    }

    /** This side says that. */
    void said(byte[] told) {
        if (decoder != null) {
            long now = System.nanoTime();
            hear(decoder.data(side, told, now), now);
        }
    }

    void came(byte[] arrived, long nanoTime) {
        long offset = heard.length();
        heard.add(arrived);
        if (octets != null) {
            octets.received(arrived, nanoTime);
        } else if (decoder != null) {
            List<byte[]> written = others.asWritten(offset, arrived);
            for (int i = 0; i < written.size(); i++) {
                boolean goesOn = i == written.size() - 1 && others.goesOn(offset, arrived);
                hear(decoder.data(side.other(), written.get(i), nanoTime, goesOn), nanoTime);
            }
        }
    }

    void ended(StreamListener.End how, long nanoTime) {
        if (decoder != null) {
            hear(decoder.end(side.other(), how), nanoTime);
        }
    }

    /** When time alone makes a message whole; {@link Long#MAX_VALUE} for never. */
    long wakeAt() {
        return decoder == null ? Long.MAX_VALUE : decoder.wakeAt();
    }

    /** The time has come so far. */
    void wake(long nanoTime) {
        if (decoder != null) {
            hear(decoder.wake(nanoTime), nanoTime);
        }
    }

    private void hear(List<DecodedMessage> said, long nanoTime) {
        for (DecodedMessage message : said) {
            Piece piece = new Piece(
                    pieces++,
                    side.other(),
                    0,
                    nanoTime,
                    message.start(),
                    message.end(),
                    heard.between(message.start(), message.end()),
                    message,
                    -1);
            if (messages != null && !messages.received(piece)) {
                Optional<Piece> next = messages.next();
                if (next.isEmpty() || !lacks.isDamaged(next.get())) {
                    tell(piece, next);
                }
            }
        }
    }

    private void tell(Answer answer) {
        Piece expected = answer.expected();
        Piece actual = answer.actual();
        if (actual != null && expected != null && !answer.verdict().isFine()) {
            tell(actual, Optional.of(expected));
        }
    }

    /** A server that is sent what it does not know says so at once; of clients, what is gathered may yet be in its place. */
    private void tell(Piece actual, Optional<Piece> expected) {
        if (side == Direction.SERVER) {
            notes.accept(ReplayTable.name(track) + " said " + ReplayTable.said(actual) + "; expected was "
                    + expected.map(piece -> ReplayTable.said(piece) + " (frame " + piece.frame() + ")")
                            .orElse("nothing more"));
        }
    }

    /** From now on that piece should have been heard. */
    void await(Piece piece, boolean leaving) {
        if (octets != null) {
            octets.awaitNext();
        } else if (messages != null && !lacks.isLeftOver(piece)) {
            if (leaving) {
                messages.excuse(piece);
            }
            messages.await(piece);
        }
    }

    /** What should have been heard and was not. */
    List<Missing> outstanding() {
        List<Piece> missing = new ArrayList<>();
        if (messages != null) {
            missing.addAll(messages.outstanding());
        } else if (octets != null) {
            octets.outstanding().ifPresent(missing::add);
        }
        return missing.stream().map(Missing::of).toList();
    }

    /** What is outstanding is not waited for any longer. */
    void giveUp() {
        if (messages != null) {
            messages.giveUp();
        } else if (octets != null) {
            octets.giveUp();
        }
    }

    /** Nothing more comes. */
    void over() {
        if (decoder != null) {
            hear(decoder.over(), System.nanoTime());
        }
    }

    /**
     * What has become of each answer; to be asked once.
     *
     * @param leavingNanos as {@link Pairing#conclude} takes it
     * @param partly whether the conversation was ended before its end
     */
    List<Answer> conclude(long leavingNanos, boolean partly) {
        if (messages != null) {
            return lacks.excused(messages.conclude(leavingNanos, partly));
        }
        return octets == null ? List.of() : octets.conclude(partly);
    }
}
