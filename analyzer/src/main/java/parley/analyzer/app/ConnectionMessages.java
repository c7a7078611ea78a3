package parley.analyzer.app;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
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
        private final ByteArrayOutputStream[] starts = {
            new ByteArrayOutputStream(INITIAL_OCTETS), new ByteArrayOutputStream(INITIAL_OCTETS)
        };
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

        void data(Flow flow, StreamData data, Function<Flow, Direction> directions) {
            StreamData kept = data.copy();
            add(decoder -> decoder.data(directions.apply(flow), kept), data.length());
            ByteArrayOutputStream start = starts[flow.node()];
            start.write(data.bytes(), 0, Math.min(data.length(), StreamStart.MAXIMUM - start.size()));
        }

        boolean isOver() {
            return candidates.isEmpty()
                    || full
                    || events.size() >= MAXIMUM_EVENTS
                    || keptOctets >= MAXIMUM_KEPT
                    || (starts[0].size() >= StreamStart.MAXIMUM && starts[1].size() >= StreamStart.MAXIMUM);
        }
    }

    /** The other side has acknowledged up to a relative sequence number. */
    private record Acknowledgment(int number, long frame, long timestampNanos) {}

    private final ApplicationLayer layer;
    private final Connection connection;
    private final Side[] sides;
    private final boolean asked;
    private @Nullable Beginning beginning;
    private @Nullable ApplicationDecoder decoder;
    private @Nullable ConversationDecoder conversation;
    private @Nullable RuntimeException listenerFailure;
    private long latestFrame;
    private long latestMessageNanos;

    /**
     * @param forced whether the first candidate decodes the connection, recognised or not: at once, or where who is the
     *     server is open, as soon as it says that its octets do not tell
     */
    ConnectionMessages(
            ApplicationLayer layer, Connection connection, List<ApplicationDecoder> candidates, boolean forced) {
        this.layer = layer;
        this.connection = connection;
        this.asked = forced;
        this.sides = new Side[] {new Side(layer.remembered()), new Side(layer.remembered())};
        this.beginning = candidates.isEmpty() ? null : new Beginning(candidates, layer.unrecognisedOctets());
        if (forced && !candidates.isEmpty() && !connection.rolesAreOpen()) {
            open(candidates.getFirst());
        }
    }

    private Direction direction(Flow flow) {
        return flow == connection.client() ? Direction.CLIENT : Direction.SERVER;
    }

    private Side side(Direction direction) {
        return sides[(direction == Direction.CLIENT ? connection.client() : connection.server()).node()];
    }

    void data(Flow flow, StreamData data) {
        Beginning open = beginning;
        if (open == null && conversation == null) {
            return;
        }
        sides[flow.node()].carriers.add(data);
        latestFrame = data.carrier().frame();
        if (open == null) {
            Direction direction = direction(flow);
            decode(c -> c.data(direction, data));
        } else {
            open.data(flow, data, this::direction);
            recognise(open);
        }
    }

    void gap(Flow flow, long offset, long length) {
        event(c -> c.gap(direction(flow), offset, length));
    }

    void end(Flow flow, StreamListener.End end) {
        event(c -> c.end(direction(flow), end));
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

    @Override
    public boolean fromStart() {
        return connection.handshake().synFrame() > 0 || connection.handshake().synAckFrame() > 0;
    }

    private void recognise(Beginning open) {
        for (ApplicationDecoder candidate : List.copyOf(open.candidates)) {
            Recognition asIs = recognition(open, candidate, connection.client());
            Recognition turned = asIs != Recognition.MATCH && connection.rolesAreOpen()
                    ? recognition(open, candidate, connection.server())
                    : Recognition.NO_MATCH;
            if (turned == Recognition.MATCH) {
                connection.turn();
            }
            if (asIs == Recognition.MATCH || turned == Recognition.MATCH) {
                open(candidate);
                return;
            }
            if (asIs == Recognition.NO_MATCH && turned == Recognition.NO_MATCH) {
                open.candidates.remove(candidate);
                if (asked) {
                    open(candidate);
                    return;
                }
            }
        }
        giveUpIfOver(open);
    }

    /** What a decoder makes of the beginning, if that direction is the client's. */
    private Recognition recognition(Beginning open, ApplicationDecoder candidate, Flow client) {
        StreamStart start = new StreamStart(
                open.starts[client.node()].toByteArray(),
                open.starts[1 - client.node()].toByteArray(),
                connection.reverse(client).endpoint().port(),
                fromStart(),
                asked);
        Recognition[] recognition = {Recognition.NO_MATCH};
        guarded(candidate, () -> recognition[0] = candidate.recognise(start));
        return recognition[0];
    }

    private void giveUpIfOver(Beginning open) {
        if (open.isOver()) {
            if (asked && !open.candidates.isEmpty()) {
                open(open.candidates.getFirst());
                return;
            }
            endBeginning();
            forget();
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
            forget();
        }
    }

    private void forget() {
        for (Side side : sides) {
            side.forget();
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
        Side side = sides[1 - segment.flow().node()];
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
        if (beginning != null && asked && !beginning.candidates.isEmpty()) {
            open(beginning.candidates.getFirst());
        }
        decode(ConversationDecoder::over);
        conversation = null;
        endBeginning();
        for (Side side : sides) {
            side.forget();
            side.unacknowledged.forEach(entry -> layer.log().settle(entry, 0, 0));
        }
    }
}
