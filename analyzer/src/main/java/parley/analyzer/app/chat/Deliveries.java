package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * What clients sent and their recipients have not received yet. A line that is delivered passes on the oldest one sent
 * with the same words to the same user. At most {@value #MAXIMUM} wait; the oldest are forgotten.
 */
final class Deliveries {
    private static final int MAXIMUM = 100_000;

    private record Expected(String recipient, String line) {}

    private final Map<Expected, Deque<Long>> numbers = new HashMap<>();
    private final Deque<Expected> order = new ArrayDeque<>();

    /** Message {@code number} should reach the recipient as that line. */
    void expect(String recipient, ServerLine line, long number) {
        Expected expected = new Expected(Names.key(recipient), line.format());
        numbers.computeIfAbsent(expected, e -> new ArrayDeque<>()).add(number);
        order.add(expected);
        if (order.size() > MAXIMUM) {
            take(order.removeFirst());
        }
    }

    /** The number of the message that this line to the recipient passes on, 0 where none is known. */
    long delivered(String recipient, ServerLine line) {
        return take(new Expected(Names.key(recipient), line.format()));
    }

    private long take(Expected expected) {
        Deque<Long> waiting = numbers.get(expected);
        if (waiting == null) {
            return 0;
        }
        long number = waiting.removeFirst();
        if (waiting.isEmpty()) {
            numbers.remove(expected);
        }
        return number;
    }
}
