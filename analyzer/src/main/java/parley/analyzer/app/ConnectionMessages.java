package parley.analyzer.app;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private static final int MAXIMUM_EVENTS = 4096;

    /** Octets of both directions that are kept until a decoder recognises them: a client may say much before it is greeted. */
    private static final int MAXIMUM_KEPT = 1 << 15;

    private static final int INITIAL_OCTETS = 64;

    /** What a direction has seen and not yet settled. */
    private static final class Side {
        private final CarrierLog carriers = new CarrierLog();
        private final Deque<Unacknowledged> unacknowledged = new ArrayDeque<>();
        private final Deque<Acknowledgment> acknowledgments = new ArrayDeque<>();
        private @Nullable Acknowledgment forgotten;

        /** Where acknowledgements are not captured, messages are settled without: the log's limit is the limit here. */
        void forgetSettled() {
            while (!unacknowledged.isEmpty()
                    && unacknowledged.getFirst().entry().isSettled()) {
                unacknowledged.removeFirst();
            }
        }
    }

    /** What came before a decoder recognised it. */
    private static final class Beginning {
        private final List<ApplicationDecoder> candidates;
        private final List<Consumer<ConversationDecoder>> events = new ArrayList<>();
        private final ByteArrayOutputStream client = new ByteArrayOutputStream(INITIAL_OCTETS);
        private final ByteArrayOutputStream server = new ByteArrayOutputStream(INITIAL_OCTETS);
        private int keptOctets;

        Beginning(List<ApplicationDecoder> candidates) {
            this.candidates = new ArrayList<>(candidates);
        }

        void data(Direction direction, StreamData data) {
            StreamData kept = data.copy();
            keptOctets += data.length();
            events.add(decoder -> decoder.data(direction, kept));
            ByteArrayOutputStream start = direction == Direction.CLIENT ? client : server;
            start.write(data.bytes(), 0, Math.min(data.length(), StreamStart.MAXIMUM - start.size()));
        }

        boolean isOver() {
            return candidates.isEmpty()
                    || events.size() >= MAXIMUM_EVENTS
                    || keptOctets >= MAXIMUM_KEPT
                    || (client.size() >= StreamStart.MAXIMUM && server.size() >= StreamStart.MAXIMUM);
        }
    }

    /** The other side has acknowledged up to a relative sequence number. */
    private record Acknowledgment(int number, long frame, long timestampNanos) {}

    private record Unacknowledged(MessageLog.Entry entry, int nextSequence) {}

    private final ApplicationLayer layer;
    private final Connection connection;
    private final Side client = new Side();
    private final Side server = new Side();
    private @Nullable Beginning beginning;
    private @Nullable ApplicationDecoder decoder;
    private @Nullable ConversationDecoder conversation;
    private @Nullable RuntimeException listenerFailure;
    private long latestFrame;
    private long latestMessageNanos;

    /** @param forced whether the first candidate decodes the connection, recognised or not */
    ConnectionMessages(
            ApplicationLayer layer, Connection connection, List<ApplicationDecoder> candidates, boolean forced) {
        this.layer = layer;
        this.connection = connection;
        this.beginning = new Beginning(candidates);
        if (forced && !candidates.isEmpty()) {
            open(candidates.getFirst());
        } else if (candidates.isEmpty()) {
            beginning = null;
        }
    }

    private Direction direction(Flow flow) {
        return flow == connection.client() ? Direction.CLIENT : Direction.SERVER;
    }

    private Side side(Direction direction) {
        return direction == Direction.CLIENT ? client : server;
    }

    void data(Flow flow, StreamData data) {
        Beginning open = beginning;
        if (open == null && conversation == null) {
            return;
        }
        Direction direction = direction(flow);
        side(direction).carriers.add(data);
        latestFrame = data.carrier().frame();
        if (open == null) {
            decode(c -> c.data(direction, data));
        } else {
            open.data(direction, data);
            recognise(open);
        }
    }

    void gap(Flow flow, long offset, long length) {
        Direction direction = direction(flow);
        event(c -> c.gap(direction, offset, length));
    }

    void end(Flow flow, StreamListener.End end) {
        Direction direction = direction(flow);
        event(c -> c.end(direction, end));
    }

    private void event(Consumer<ConversationDecoder> event) {
        Beginning open = beginning;
        if (open != null) {
            open.events.add(event);
            giveUpIfOver(open);
        } else {
            decode(event);
        }
    }

    void wake(long timestampNanos) {
        decode(c -> c.wake(timestampNanos));
    }

    private void recognise(Beginning open) {
        boolean complete =
                connection.handshake().synFrame() > 0 || connection.handshake().synAckFrame() > 0;
        StreamStart start = new StreamStart(
                open.client.toByteArray(),
                open.server.toByteArray(),
                connection.server().endpoint().port(),
                complete);
        for (ApplicationDecoder candidate : List.copyOf(open.candidates)) {
            Recognition[] recognition = {Recognition.NO_MATCH};
            guarded(candidate, () -> recognition[0] = candidate.recognise(start));
            if (recognition[0] == Recognition.MATCH) {
                open(candidate);
                return;
            }
            if (recognition[0] == Recognition.NO_MATCH) {
                open.candidates.remove(candidate);
            }
        }
        giveUpIfOver(open);
    }

    private void giveUpIfOver(Beginning open) {
        if (open.isOver()) {
            beginning = null;
            if (!open.candidates.isEmpty()) {
                layer.giveUpRecognition();
            }
        }
    }

    /** From now on the decoder gets what comes, after what came before. */
    private void open(ApplicationDecoder chosen) {
        List<Consumer<ConversationDecoder>> before = beginning == null ? List.of() : beginning.events;
        beginning = null;
        decoder = chosen;
        guarded(chosen, () -> conversation = chosen.open(this));
        before.forEach(this::decode);
    }

    private void decode(Consumer<ConversationDecoder> call) {
        ConversationDecoder target = conversation;
        if (target != null && decoder != null && !guarded(decoder, () -> call.accept(target))) {
            conversation = null;
        }
    }

    /**
     * The one place where a decoder that throws is caught. What a listener throws when it hears of a message is not the
     * decoder's, and goes on.
     *
     * @return whether the decoder may go on
     */
    @SuppressWarnings("ReferenceEquality") // that very failure is meant
    private boolean guarded(ApplicationDecoder called, Runnable call) {
        try {
            call.run();
            return true;
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError failure) {
            if (failure == listenerFailure) {
                throw failure;
            }
            layer.listener().failed(connection, called.name(), latestFrame, failure.toString());
            return false;
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
        if (side.carriers.isEmpty()) {
            throw new IllegalStateException("a message of the " + message.direction() + ", of whom nothing has come");
        }
        if (side.carriers.hasForgotten(message.start())) {
            layer.log().curtail();
        }
        CarrierLog.Range range = side.carriers.take(message.start(), message.end());
        long number = layer.log().nextNumber();
        latestMessageNanos = range.last().timestampNanos();
        String protocol = decoder == null ? "" : Objects.requireNonNull(decoder.protocol(), "no protocol");
        Message whole = new Message(
                number,
                connection,
                protocol,
                message,
                range.first(),
                range.last(),
                range.ending(),
                range.nextSequence(),
                0,
                0);
        if (layer.givesMessages()) {
            tell(() -> settleOrWait(side, layer.log().add(whole), range));
        } else {
            tell(() -> layer.listener().decoded(whole));
        }
        return number;
    }

    @Override
    public void identify(String user) {
        Objects.requireNonNull(user, "no user: empty where not known");
        tell(() -> layer.listener().identified(connection, user, latestMessageNanos));
    }

    @Override
    public void identifiedForGood() {
        if (!layer.givesMessages()) {
            conversation = null;
        }
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            listenerFailure = failure;
            throw failure;
        }
    }

    /** A message that a pause ended was acknowledged before it was known to be one. */
    private void settleOrWait(Side side, MessageLog.Entry entry, CarrierLog.Range range) {
        int nextSequence = (int) range.nextSequence();
        Acknowledgment first = side.acknowledgments.peekFirst();
        while (first != null && first.number() - nextSequence < 0) {
            side.acknowledgments.removeFirst();
            first = side.acknowledgments.peekFirst();
        }
        if (side.forgotten != null && side.forgotten.number() - nextSequence < 0) {
            side.forgotten = null;
        }
        if (side.forgotten != null) {
            // It was acknowledged, and by which frame is not remembered.
            layer.log().curtail();
            layer.log().settle(entry, 0, 0);
        } else if (first == null) {
            side.forgetSettled();
            side.unacknowledged.add(new Unacknowledged(entry, nextSequence));
        } else if (first.frame() < range.last().frame()) {
            layer.log().settle(entry, 0, 0);
        } else {
            layer.log().settle(entry, first.frame(), first.timestampNanos());
        }
    }

    @Override
    public void wakeAt(long timestampNanos) {
        layer.wakeAt(timestampNanos, this);
    }

    void acknowledge(Segment segment) {
        if (decoder == null && beginning == null) {
            return;
        }
        Side side = segment.isFromClient() ? server : client;
        int number = (int) segment.acknowledgment();
        Acknowledgment last = side.acknowledgments.peekLast();
        if (last == null || number - last.number() > 0) {
            side.acknowledgments.add(new Acknowledgment(number, segment.frame(), segment.timestampNanos()));
            if (side.acknowledgments.size() > MAXIMUM_ACKNOWLEDGMENTS) {
                side.forgotten = side.acknowledgments.removeFirst();
            }
        }
        Unacknowledged first = side.unacknowledged.peekFirst();
        while (first != null && number - first.nextSequence() >= 0) {
            side.unacknowledged.removeFirst();
            layer.log().settle(first.entry(), segment.frame(), segment.timestampNanos());
            first = side.unacknowledged.peekFirst();
        }
    }

    /** Nothing more comes, and nothing that comes all the same is decoded. */
    void close() {
        decode(ConversationDecoder::over);
        conversation = null;
        beginning = null;
        client.unacknowledged.forEach(u -> layer.log().settle(u.entry(), 0, 0));
        server.unacknowledged.forEach(u -> layer.log().settle(u.entry(), 0, 0));
    }
}
