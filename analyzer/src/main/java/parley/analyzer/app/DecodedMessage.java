package parley.analyzer.app;

import java.util.List;
import java.util.Objects;

/**
 * A message as its decoder reads it.
 *
 * @param kind the protocol's word for what it is, lower case
 * @param sender who says it: a user, or {@link #SERVER}; empty where not known
 * @param recipients to whom: users, groups of them, or {@link #SERVER}
 * @param text what is said, or the line itself
 * @param start offset of its first octet in its direction
 * @param end offset behind its last octet
 * @param forwards number of the message that it passes on, 0 for none
 * @param boundary how it is known where it ends
 */
public record DecodedMessage(
        Direction direction,
        String kind,
        String sender,
        List<String> recipients,
        String text,
        long start,
        long end,
        long forwards,
        Boundary boundary) {
    /** The server, as a sender or a recipient. */
    public static final String SERVER = "server";

    /** How it is known where a message ends. */
    public enum Boundary {
        /** The protocol says so: by what ends a line, by a length, by the end of the stream. */
        MARKED,
        /** What was written at once is a message, and the segments show what was. */
        SEGMENT,
        /** The segments leave it open. */
        GUESSED
    }

    /** A message whose protocol says where it ends. */
    public DecodedMessage(
            Direction direction,
            String kind,
            String sender,
            List<String> recipients,
            String text,
            long start,
            long end,
            long forwards) {
        this(direction, kind, sender, recipients, text, start, end, forwards, Boundary.MARKED);
    }

    /** @throws RuntimeException where something is missing or the offsets do not go forwards: a fault of the decoder's */
    public DecodedMessage {
        Objects.requireNonNull(direction, "a message without a direction");
        Objects.requireNonNull(kind, "a message without a kind");
        Objects.requireNonNull(sender, "a message without a sender: empty where not known");
        Objects.requireNonNull(text, "a message without a text");
        Objects.requireNonNull(boundary, "a message without a boundary");
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a message from offset " + start + " to before " + end);
        }
        recipients = List.copyOf(recipients);
    }
}
