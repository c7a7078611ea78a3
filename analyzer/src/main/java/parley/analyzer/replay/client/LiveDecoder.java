package parley.analyzer.replay.client;

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
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;

/**
 * Decodes a connection that is being played, as the recording's decoder does. What the decoder throws comes out: it has
 * decoded the recording. Used by one thread.
 */
final class LiveDecoder implements Conversation {
    private final long stream;
    private final Endpoint server;
    private final AtomicLong numbers;
    private final ConversationDecoder decoder;
    private final List<DecodedMessage> heard = new ArrayList<>();
    private final long[] offsets = new long[Direction.values().length];
    private long wakeAt = Long.MAX_VALUE;

    /** @param numbers counts the messages of all connections of the run */
    LiveDecoder(ApplicationDecoder protocol, long stream, Endpoint server, AtomicLong numbers) {
        this.stream = stream;
        this.server = server;
        this.numbers = numbers;
        decoder = Objects.requireNonNull(protocol.open(this), "no decoder");
    }

    /**
     * Takes octets that were sent or have come.
     *
     * @return the messages of the server that are whole now
     */
    List<DecodedMessage> data(Direction direction, byte[] octets, long nanos) {
        wake(nanos);
        long offset = offsets[direction.ordinal()];
        offsets[direction.ordinal()] += octets.length;
        decoder.data(direction, StreamData.of(octets, offset, new Carrier(0, nanos, 0, 0, octets.length, 0)));
        return take();
    }

    private void wake(long nanos) {
        if (nanos >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            decoder.wake(nanos);
        }
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
        if (message.direction() == Direction.SERVER) {
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

    /** The decoder of a protocol; null where there is none. */
    static @Nullable ApplicationDecoder of(@Nullable String protocol, List<ApplicationDecoder> decoders) {
        return decoders.stream()
                .filter(decoder -> decoder.protocol().equals(protocol))
                .findFirst()
                .orElse(null);
    }
}
