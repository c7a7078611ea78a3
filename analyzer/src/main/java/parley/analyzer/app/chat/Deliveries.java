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

    /** What a user receives; a user's name is its key. */
    private record Line(String recipient, ServerLine words) {}

    /** A message that should reach a recipient as a certain line. */
    static final class Waiting {
        private final Line line;
        private final long number;

        private Waiting(Line line, long number) {
            this.line = line;
            this.number = number;
        }

        boolean isFor(String recipient) {
            return line.recipient().equals(Names.key(recipient));
        }

        boolean is(ServerLine expected) {
            return line.words().equals(expected);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }

        @Override
        @SuppressWarnings("EqualsHashCode") // each is its own; the hash is only quicker to have than identity's
        public boolean equals(@Nullable Object other) {
            return this == other;
        }
    }

    private final Map<Line, Deque<Waiting>> byLine = new HashMap<>();
    private final SequencedSet<Waiting> oldestFirst = new LinkedHashSet<>();

    /** Message {@code number} should reach the recipient as that line. */
    Waiting expect(String recipient, ServerLine words, long number) {
        Waiting waiting = new Waiting(new Line(Names.key(recipient), words), number);
        oldestFirst.add(waiting);
        byLine.computeIfAbsent(waiting.line, l -> new ArrayDeque<>(1)).add(waiting);
        if (oldestFirst.size() > MAXIMUM) {
            forget(oldestFirst.getFirst());
        }
        return waiting;
    }

    /** The recipient receives a line: gives the number of the message that it passes on, 0 where none is known. */
    long deliver(String recipient, ServerLine words) {
        if (!passesOn(words)) {
            return 0;
        }
        Deque<Waiting> same = byLine.get(new Line(Names.key(recipient), words));
        @Nullable Waiting oldest = same == null ? null : same.peekFirst();
        if (oldest == null) {
            return 0;
        }
        forget(oldest);
        return oldest.number;
    }

    /** Whether it is among the lines that {@link SentLines} expects. */
    private static boolean passesOn(ServerLine words) {
        return switch (words) {
            case ServerLine.Direct ignored -> true;
            case ServerLine.Request ignored -> true;
            case ServerLine.Private ignored -> true;
            case ServerLine.Rejected ignored -> true;
            case ServerLine.Text ignored -> true;
            case ServerLine.Ended ignored -> true;
            default -> false;
        };
    }

    /** Whether it still waits. */
    boolean isWaiting(Waiting waiting) {
        return oldestFirst.contains(waiting);
    }

    /** It will not be delivered. */
    void forget(Waiting waiting) {
        Deque<Waiting> same = byLine.get(waiting.line);
        if (oldestFirst.remove(waiting) && same != null) {
            same.remove(waiting);
            if (same.isEmpty()) {
                byLine.remove(waiting.line);
            }
        }
    }
}
