package parley.analyzer.replay.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.TcpHeader;

/**
 * Decodes a connection that is being played, as the recording's decoder does. What the decoder throws comes out: it has
 * decoded the recording. Used by one thread.
 */
final class LiveDecoder implements Conversation {
    private final Direction speaker;
    private final long stream;
    private final Endpoint server;
    private final AtomicLong numbers;
    private final ConversationDecoder decoder;
    private final List<DecodedMessage> heard = new ArrayList<>();
    private final long[] offsets = new long[Direction.values().length];
    private long wakeAt = Long.MAX_VALUE;

    /**
     * Decodes.
     *
     * @param speaker whose messages are given out
     * @param numbers counts the messages of all connections of the run
     */
    LiveDecoder(ApplicationDecoder protocol, Direction speaker, long stream, Endpoint server, AtomicLong numbers) {
        this.speaker = speaker;
        this.stream = stream;
        this.server = server;
        this.numbers = numbers;
        decoder = Objects.requireNonNull(protocol.open(this), "no decoder");
    }

    /**
     * Takes octets that were sent or have come.
     *
     * @return the messages that are whole now
     */
    List<DecodedMessage> data(Direction direction, byte[] octets, long nanos) {
        return data(direction, octets, nanos, false);
    }

    /**
     * Takes octets that were sent or have come.
     *
     * @param goesOn whether what was written with them is still to come
     * @return the messages that are whole now
     */
    List<DecodedMessage> data(Direction direction, byte[] octets, long nanos, boolean goesOn) {
        rouse(nanos);
        long offset = offsets[direction.ordinal()];
        offsets[direction.ordinal()] += octets.length;
        int flags = goesOn ? TcpHeader.ACK : TcpHeader.PSH | TcpHeader.ACK;
        decoder.data(direction, StreamData.of(octets, offset, new Carrier(0, nanos, 0, 0, octets.length, flags)));
        return take();
    }

    /** The time has come so far. */
    List<DecodedMessage> wake(long nanos) {
        rouse(nanos);
        return take();
    }

    private void rouse(long nanos) {
        if (nanos >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            decoder.wake(nanos);
        }
    }

    /** When it wants to be told of the time, in that of {@link #data}; {@link Long#MAX_VALUE} for never. */
    long wakeAt() {
        return wakeAt;
    }

    List<DecodedMessage> end(Direction direction, StreamListener.End end) {
        decoder.end(direction, end);
        return take();
    }

    /** Nothing more comes. */
    List<DecodedMessage> over() {
        decoder.over();
        return take();
    }

    private List<DecodedMessage> take() {
        List<DecodedMessage> whole = List.copyOf(heard);
        heard.clear();
        return whole;
    }

    @Override
    public long stream() {
        return stream;
    }

    @Override
    public Endpoint server() {
        return server;
    }

    @Override
    public long message(DecodedMessage message) {
        if (message.direction() == speaker) {
            heard.add(message);
        }
        return numbers.incrementAndGet();
    }

    @Override
    public void identify(String user) {
        // Who it is, the recording has told.
    }

    @Override
    public void wakeAt(long timestampNanos) {
        wakeAt = timestampNanos;
    }

    /**
     * Has a protocol's decoder hear what the captured server said: some read a client's first line only once they know
     * how its server speaks, and a played server speaks when it has read that line.
     */
    static void acquaint(ApplicationDecoder protocol, Track track, Endpoint server) {
        LiveDecoder decoder = new LiveDecoder(protocol, Direction.SERVER, track.stream(), server, new AtomicLong());
        for (Piece piece : track.said(Direction.SERVER)) {
            if (!piece.isMissing()) {
                decoder.data(Direction.SERVER, piece.octets(), 0);
            }
        }
        decoder.over();
    }

    /** The decoder of a protocol; null where there is none. */
    static @Nullable ApplicationDecoder of(@Nullable String protocol, List<ApplicationDecoder> decoders) {
        return decoders.stream()
                .filter(decoder -> decoder.protocol().equals(protocol))
                .findFirst()
                .orElse(null);
    }
}
