package parley.analyzer.report;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * The messages of which one packet carries octets, sent again or not, and those that it is the first to acknowledge. A
 * message may become whole only later: {@link #isComplete} tells when nothing more is to come.
 */
public final class PacketMessages implements AnalysisListener {
    /** Messages before the packet that are remembered: it may carry one of them again. */
    private static final int REMEMBERED = 1 << 14;

    /** Characters of the texts of these. */
    private static final long REMEMBERED_CHARACTERS = 16 << 20;

    /** Messages that are shown, of those that the packet carries and of those that it acknowledges. */
    private static final int SHOWN = 1_000;

    /** Packets that may follow until a message is whole. */
    private static final long AWAITED_PACKETS = 10_000;

    private final long number;
    private final Deque<Message> earlier = new ArrayDeque<>();
    private final List<Message> carried = new ArrayList<>();
    private final List<Message> acknowledged = new ArrayList<>();
    private long earlierCharacters;
    private long notShown;
    private @Nullable Connection connection;
    private Direction direction = Direction.CLIENT;
    private long start;
    private long end;
    private long known;
    private long followed;

    /** @param number of the packet's frame */
    public PacketMessages(long number) {
        this.number = number;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (packet.packet().number() > number) {
            followed++;
        } else if (packet.packet().number() == number && segment != null && segment.length() > 0) {
            connection = segment.connection();
            direction = segment.isFromClient() ? Direction.CLIENT : Direction.SERVER;
            start = segment.sequence();
            end = start + segment.length();
            known = start;
            earlier.forEach(this::take);
            earlier.clear();
        }
    }

    @Override
    public void decoded(Message message) {
        if (connection != null) {
            take(message);
            return;
        }
        earlier.add(message);
        earlierCharacters += message.text().length();
        while (earlier.size() > REMEMBERED || earlierCharacters > REMEMBERED_CHARACTERS) {
            earlierCharacters -= earlier.removeFirst().text().length();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very connection is meant
    private void take(Message message) {
        if (message.connection() == connection
                && message.direction() == direction
                && message.startSequence() < end
                && message.endSequence() > start) {
            show(carried, message);
            known = Math.max(known, message.endSequence());
        }
    }

    @Override
    public void settled(Message message) {
        if (message.ackFrame() == number) {
            show(acknowledged, message);
        }
    }

    private void show(List<Message> shown, Message message) {
        if (shown.size() < SHOWN) {
            shown.add(message);
        } else {
            notShown++;
        }
    }

    /** Whether the messages of all octets of the packet are known, or are not awaited any longer. */
    public boolean isComplete() {
        return connection == null || known >= end || followed >= AWAITED_PACKETS;
    }

    /** Prints what there is, if there is anything. */
    public void print(PrintWriter out) {
        if (carried.isEmpty() && acknowledged.isEmpty()) {
            return;
        }
        out.printf("[Messages]%n");
        for (Message message : carried) {
            out.printf("  %s: %s%n", relation(message), MessageText.of(message));
        }
        for (Message message : acknowledged) {
            out.printf("  Acknowledges message %d: %s%n", message.number(), MessageText.of(message));
        }
        if (notShown > 0) {
            out.printf("  … and %s%n", Words.count(notShown, "more message"));
        }
    }

    private String relation(Message message) {
        String again = message.last().frame() < number ? ", again" : "";
        if (message.startSequence() >= start && message.endSequence() <= end) {
            return "Carries message " + message.number() + again;
        }
        return "Carries a part of message " + message.number() + again + " (frames "
                + message.first().frame() + " to " + message.last().frame() + ")";
    }
}
