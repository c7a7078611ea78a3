package parley.analyzer.app;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Numbers messages and gives them out settled in that order. At most {@value #MAXIMUM} wait, of {@value
 * #MAXIMUM_CHARACTERS} characters; past that the oldest is given out unacknowledged.
 */
final class MessageLog {
    static final int MAXIMUM = 100_000;
    static final int MAXIMUM_CHARACTERS = 12 << 20;

    /** A message that waits for its acknowledgement, or has it and waits for earlier ones. */
    static final class Entry {
        private final Deque<Entry> unacknowledged;
        private Message message;
        private boolean settled;

        private Entry(Message message, Deque<Entry> unacknowledged) {
            this.message = message;
            this.unacknowledged = unacknowledged;
        }

        /** Relative sequence number after its last octet. */
        int nextSequence() {
            return (int) message.endSequence();
        }
    }

    private final MessageListener listener;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long characters;
    private long count;
    private long curtailed;

    MessageLog(MessageListener listener) {
        this.listener = listener;
    }

    long nextNumber() {
        return ++count;
    }

    /** @param unacknowledged where the entry will wait among those of its direction, until it is settled */
    Entry add(Message message, Deque<Entry> unacknowledged) {
        Entry entry = new Entry(message, unacknowledged);
        waiting.add(entry);
        characters += message.size();
        listener.decoded(message);
        while (waiting.size() > MAXIMUM || (characters > MAXIMUM_CHARACTERS && waiting.size() > 1)) {
            curtailed++;
            Entry oldest = waiting.getFirst();
            oldest.unacknowledged.remove(oldest);
            settle(oldest, 0, 0);
        }
        return entry;
    }

    /** A message is told without all that could have been known of it. */
    void curtail() {
        curtailed++;
    }

    /** Messages told without their acknowledgement or their first segments because a limit was reached. */
    long curtailed() {
        return curtailed;
    }

    /** No further acknowledgement comes: gives out all that wait. */
    void finish() {
        while (!waiting.isEmpty()) {
            settle(waiting.getFirst(), 0, 0);
        }
    }

    /** The message is acknowledged by that frame, or will not be where the frame is 0. */
    void settle(Entry entry, long ackFrame, long ackNanos) {
        if (entry.settled) {
            return;
        }
        entry.settled = true;
        entry.message = entry.message.acknowledged(ackFrame, ackNanos);
        while (!waiting.isEmpty() && waiting.getFirst().settled) {
            Message first = waiting.removeFirst().message;
            characters -= first.size();
            listener.settled(first);
        }
    }
}
