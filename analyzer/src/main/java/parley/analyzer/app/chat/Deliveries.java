package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * What clients sent and their recipients have not received yet. A line that is delivered passes on the oldest one sent
 * with the same words to the same user. At most {@value #MAXIMUM} wait; the oldest are forgotten.
 */
final class Deliveries {
    static final int MAXIMUM = 100_000;

    private record Line(String recipient, String text) {}

    /** Message {@code number} should reach its recipient as that line. */
    record Waiting(Line line, long number) {
        boolean isFor(String recipient) {
            return line.recipient().equals(Names.key(recipient));
        }

        boolean is(ServerLine expected) {
            return line.text().equals(expected.format());
        }
    }

    private final Map<Line, Deque<Waiting>> byLine = new HashMap<>();
    private final SequencedSet<Waiting> oldestFirst = new LinkedHashSet<>();

    /** Message {@code number} should reach the recipient as that line. */
    Waiting expect(String recipient, ServerLine line, long number) {
        Waiting waiting = new Waiting(line(recipient, line), number);
        if (oldestFirst.add(waiting)) {
            byLine.computeIfAbsent(waiting.line(), l -> new ArrayDeque<>()).add(waiting);
        }
        if (oldestFirst.size() > MAXIMUM) {
            forget(oldestFirst.getFirst());
        }
        return waiting;
    }

    /** The number of the message that this line to the recipient passes on, 0 where none is known. */
    long delivered(String recipient, ServerLine line) {
        Deque<Waiting> same = byLine.get(line(recipient, line));
        @Nullable Waiting oldest = same == null ? null : same.peekFirst();
        if (oldest == null) {
            return 0;
        }
        forget(oldest);
        return oldest.number();
    }

    /** Whether it still waits. */
    boolean isWaiting(Waiting waiting) {
        return oldestFirst.contains(waiting);
    }

    /** It will not be delivered. */
    void forget(Waiting waiting) {
        Deque<Waiting> same = byLine.get(waiting.line());
        if (oldestFirst.remove(waiting) && same != null) {
            same.remove(waiting);
            if (same.isEmpty()) {
                byLine.remove(waiting.line());
            }
        }
    }

    private static Line line(String recipient, ServerLine line) {
        return new Line(Names.key(recipient), line.format());
    }
}
