package parley.analyzer.app;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;

/**
 * One connection on its way to messages: its octets are kept until a decoder recognises them, then decoded, and each
 * message waits here for its acknowledgement.
 */
final class ConnectionMessages implements Conversation {
    private static final int MAXIMUM_ACKNOWLEDGMENTS = 4096;

    /** What a direction has seen and not yet settled. */
    private static final class Side {
        private final CarrierLog carriers = new CarrierLog();
        private final Deque<Unacknowledged> unacknowledged = new ArrayDeque<>();
        private final ByteArrayOutputStream start = new ByteArrayOutputStream();
        private final Deque<Acknowledgment> acknowledgments = new ArrayDeque<>();
    }

    /** The other side has acknowledged up to a relative sequence number. */
    private record Acknowledgment(int number, long frame, long timestampNanos) {}

    private record Unacknowledged(MessageLog.Entry entry, int nextSequence) {}

    private final ApplicationLayer layer;
    private final Connection connection;
    private final List<ApplicationDecoder> candidates;
    private final Side client = new Side();
    private final Side server = new Side();
    private final List<Runnable> unrecognised = new ArrayList<>();
    private @Nullable ApplicationDecoder decoder;
    private @Nullable ConversationDecoder conversation;
    private boolean hopeless;
    private Carrier latest = new Carrier(0, 0, 0, 0, 0, 0);

    ConnectionMessages(ApplicationLayer layer, Connection connection, List<ApplicationDecoder> candidates) {
        this.layer = layer;
        this.connection = connection;
        this.candidates = new ArrayList<>(candidates);
        if (layer.isForced(connection)) {
            if (candidates.isEmpty()) {
                hopeless = true;
            } else {
                open(candidates.getFirst());
            }
        }
    }

    private Direction direction(Flow flow) {
        return flow == connection.client() ? Direction.CLIENT : Direction.SERVER;
    }

    private Side side(Direction direction) {
        return direction == Direction.CLIENT ? client : server;
    }

    @Nullable
    String protocol() {
        return decoder == null ? null : decoder.protocol();
    }

    void data(Flow flow, StreamData data) {
        if (hopeless) {
            return;
        }
        Direction direction = direction(flow);
        side(direction).carriers.add(data);
        latest = data.carrier();
        if (conversation != null) {
            guarded(c -> c.data(direction, data));
            return;
        }
        StreamData kept = data.copy();
        unrecognised.add(() -> guarded(c -> c.data(direction, kept)));
        ByteArrayOutputStream start = side(direction).start;
        start.write(data.bytes(), 0, Math.min(data.length(), StreamStart.MAXIMUM - start.size()));
        recognise();
    }

    private void recognise() {
        boolean complete =
                connection.handshake().synFrame() > 0 || connection.handshake().synAckFrame() > 0;
        StreamStart start = new StreamStart(
                client.start.toByteArray(),
                server.start.toByteArray(),
                connection.server().endpoint().port(),
                complete);
        for (ApplicationDecoder candidate : List.copyOf(candidates)) {
            Recognition recognition = candidate.recognise(start);
            if (recognition == Recognition.MATCH) {
                open(candidate);
                unrecognised.forEach(Runnable::run);
                unrecognised.clear();
                return;
            }
            if (recognition == Recognition.NO_MATCH) {
                candidates.remove(candidate);
            }
        }
        boolean enough = client.start.size() >= StreamStart.MAXIMUM || server.start.size() >= StreamStart.MAXIMUM;
        if (candidates.isEmpty() || enough) {
            giveUp();
        }
    }

    private void open(ApplicationDecoder chosen) {
        decoder = chosen;
        conversation = chosen.open(this);
    }

    private void giveUp() {
        hopeless = true;
        conversation = null;
        unrecognised.clear();
    }

    void gap(Flow flow, long offset, long length) {
        Direction direction = direction(flow);
        if (conversation != null) {
            guarded(c -> c.gap(direction, offset, length));
        } else if (!hopeless) {
            unrecognised.add(() -> guarded(c -> c.gap(direction, offset, length)));
        }
    }

    void end(Flow flow, StreamListener.End end) {
        Direction direction = direction(flow);
        if (conversation != null) {
            guarded(c -> c.end(direction, end));
        } else if (!hopeless) {
            unrecognised.add(() -> guarded(c -> c.end(direction, end)));
        }
    }

    void wake(long timestampNanos) {
        guarded(c -> c.wake(timestampNanos));
    }

    /** The one place where a decoder that throws is caught. */
    private void guarded(Consumer<ConversationDecoder> call) {
        ConversationDecoder target = conversation;
        if (target == null || decoder == null) {
            return;
        }
        try {
            call.accept(target);
        } catch (RuntimeException | StackOverflowError failure) {
            layer.listener().failed(connection, decoder.name(), latest.frame(), failure.toString());
            giveUp();
        }
    }

    @Override
    public long stream() {
        return connection.index();
    }

    @Override
    public Endpoint server() {
        return connection.server().endpoint();
    }

    @Override
    public long message(DecodedMessage message) {
        Side side = side(message.direction());
        CarrierLog.Range range = side.carriers.take(message.start(), message.end());
        long number = layer.log().nextNumber();
        String protocol = decoder == null ? "" : decoder.protocol();
        MessageLog.Entry entry =
                layer.log().add(new Message(number, connection, protocol, message, range.first(), range.last(), 0, 0));
        settleOrWait(side, entry, range);
        return number;
    }

    /** A message that a pause ended was acknowledged before it was known to be one. */
    private void settleOrWait(Side side, MessageLog.Entry entry, CarrierLog.Range range) {
        int nextSequence = (int) range.nextSequence();
        Acknowledgment first = side.acknowledgments.peekFirst();
        while (first != null && first.number() - nextSequence < 0) {
            side.acknowledgments.removeFirst();
            first = side.acknowledgments.peekFirst();
        }
        if (first == null) {
            side.unacknowledged.add(new Unacknowledged(entry, nextSequence));
        } else if (first.frame() < range.last().frame()) {
            layer.log().settle(entry, 0, 0);
        } else {
            layer.log().settle(entry, first.frame(), first.timestampNanos());
        }
    }

    @Override
    public void identify(String user) {
        layer.listener().identified(connection, user, latest.timestampNanos());
    }

    @Override
    public void wakeAt(long timestampNanos) {
        layer.wakeAt(timestampNanos, this);
    }

    void acknowledge(Segment segment) {
        Side side = segment.isFromClient() ? server : client;
        int number = (int) segment.acknowledgment();
        Acknowledgment last = side.acknowledgments.peekLast();
        if (last == null || number - last.number() > 0) {
            side.acknowledgments.add(new Acknowledgment(number, segment.frame(), segment.timestampNanos()));
            if (side.acknowledgments.size() > MAXIMUM_ACKNOWLEDGMENTS) {
                side.acknowledgments.removeFirst();
            }
        }
        Unacknowledged first = side.unacknowledged.peekFirst();
        while (first != null && number - first.nextSequence() >= 0) {
            side.unacknowledged.removeFirst();
            layer.log().settle(first.entry(), segment.frame(), segment.timestampNanos());
            first = side.unacknowledged.peekFirst();
        }
    }

    void close() {
        client.unacknowledged.forEach(u -> layer.log().settle(u.entry(), 0, 0));
        server.unacknowledged.forEach(u -> layer.log().settle(u.entry(), 0, 0));
    }
}
