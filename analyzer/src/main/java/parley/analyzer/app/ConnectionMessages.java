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
import parley.protocol.Quota;

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

    /** What an event takes besides its octets. */
    private static final int EVENT = 200;

    /** What a direction has seen and not yet settled. */
    private static final class Side {
        private final CarrierLog carriers;

        /** The log's limit is the limit here, too. */
        private final Deque<MessageLog.Entry> unacknowledged = new ArrayDeque<>(2);

        private final Recent<Acknowledgment> acknowledgments;
        private @Nullable Acknowledgment forgotten;

        Side(Quota quota) {
            carriers = new CarrierLog(quota);
            acknowledgments = new Recent<>(MAXIMUM_ACKNOWLEDGMENTS, quota);
        }

        void forget() {
            carriers.keepNewest();
            acknowledgments.keepNewest();
        }
    }

    /** What came before a decoder recognised it. */
    private static final class Beginning {
        private final List<ApplicationDecoder> candidates;
        private final List<Consumer<ConversationDecoder>> events = new ArrayList<>();
        private final ByteArrayOutputStream client = new ByteArrayOutputStream(INITIAL_OCTETS);
        private final ByteArrayOutputStream server = new ByteArrayOutputStream(INITIAL_OCTETS);
        private final Quota quota;
        private int keptOctets;
        private long taken;
        private boolean full;

        /** @param quota of what is kept of all connections */
        Beginning(List<ApplicationDecoder> candidates, Quota quota) {
            this.candidates = new ArrayList<>(candidates);
            this.quota = quota;
        }

        void add(Consumer<ConversationDecoder> event, int octets) {
            events.add(event);
            keptOctets += octets;
            if (quota.take(EVENT + octets)) {
                taken += EVENT + octets;
            } else {
                full = true;
            }
        }

        void giveBack() {
            quota.give(taken);
            taken = 0;
        }

        void data(Direction direction, StreamData data) {
            StreamData kept = data.copy();
            add(decoder -> decoder.data(direction, kept), data.length());
            ByteArrayOutputStream start = direction == Direction.CLIENT ? client : server;
            start.write(data.bytes(), 0, Math.min(data.length(), StreamStart.MAXIMUM - start.size()));
        }

        boolean isOver() {
            return candidates.isEmpty()
                    || full
                    || events.size() >= MAXIMUM_EVENTS
                    || keptOctets >= MAXIMUM_KEPT
                    || (client.size() >= StreamStart.MAXIMUM && server.size() >= StreamStart.MAXIMUM);
        }
    }

    /** The other side has acknowledged up to a relative sequence number. */
    private record Acknowledgment(int number, long frame, long timestampNanos) {}

    private final ApplicationLayer layer;
    private final Connection connection;
    private final Side client;
    private final Side server;
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
        this.client = new Side(layer.remembered());
        this.server = new Side(layer.remembered());
        this.beginning = candidates.isEmpty() ? null : new Beginning(candidates, layer.unrecognisedOctets());
        if (forced && !candidates.isEmpty()) {
            open(candidates.getFirst());
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
            open.add(event, 0);
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
            endBeginning();
            client.forget();
            server.forget();
            if (!open.candidates.isEmpty()) {
                layer.giveUpRecognition();
            }
        }
    }

    /** From now on the decoder gets what comes, after what came before. */
    private void open(ApplicationDecoder chosen) {
        List<Consumer<ConversationDecoder>> before = beginning == null ? List.of() : beginning.events;
        endBeginning();
        decoder = chosen;
        guarded(chosen, () -> conversation = chosen.open(this));
        before.forEach(this::decode);
    }

    private void endBeginning() {
        if (beginning != null) {
            beginning.giveBack();
            beginning = null;
        }
    }

    private void decode(Consumer<ConversationDecoder> call) {
        ConversationDecoder target = conversation;
        if (target != null && decoder != null && !guarded(decoder, () -> call.accept(target))) {
            conversation = null;
            client.forget();
            server.forget();
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
            tell(() -> settleOrWait(side, layer.log().add(whole, side.unacknowledged), range));
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

    @Override
    public void limitReached() {
        layer.countDecoderLimit();
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
            side.unacknowledged.add(entry);
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
        boolean mayBeAsked = beginning != null || conversation != null;
        if (mayBeAsked && (last == null || number - last.number() > 0)) {
            Acknowledgment oldest =
                    side.acknowledgments.add(new Acknowledgment(number, segment.frame(), segment.timestampNanos()));
            side.forgotten = oldest == null ? side.forgotten : oldest;
        }
        MessageLog.Entry first = side.unacknowledged.peekFirst();
        while (first != null && number - first.nextSequence() >= 0) {
            side.unacknowledged.removeFirst();
            layer.log().settle(first, segment.frame(), segment.timestampNanos());
            first = side.unacknowledged.peekFirst();
        }
    }

    /** Nothing more comes, and nothing that comes all the same is decoded. */
    void close() {
        decode(ConversationDecoder::over);
        conversation = null;
        endBeginning();
        for (Side side : List.of(client, server)) {
            side.forget();
            side.unacknowledged.forEach(entry -> layer.log().settle(entry, 0, 0));
        }
    }
}
