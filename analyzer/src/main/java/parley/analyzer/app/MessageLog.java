package parley.analyzer.app;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Numbers messages and gives them out settled in that order. At most {@value #MAXIMUM} wait; past that the oldest is
 * given out unacknowledged.
 */
final class MessageLog {
    static final int MAXIMUM = 100_000;

    /** A message that waits for its acknowledgement, or has it and waits for earlier ones. */
    static final class Entry {
        private Message message;
        private boolean settled;

        private Entry(Message message) {
            this.message = message;
        }

        boolean isSettled() {
            return settled;
        }
    }

    private final MessageListener listener;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long count;
    private long curtailed;

    MessageLog(MessageListener listener) {
        this.listener = listener;
    }

    long nextNumber() {
        return ++count;
    }

    Entry add(Message message) {
        Entry entry = new Entry(message);
        waiting.add(entry);
        listener.decoded(message);
        if (waiting.size() > MAXIMUM) {
            curtailed++;
            settle(waiting.getFirst(), 0, 0);
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
            listener.settled(waiting.removeFirst().message);
        }
    }
}
