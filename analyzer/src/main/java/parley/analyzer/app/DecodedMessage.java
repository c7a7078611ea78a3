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
 */
public record DecodedMessage(
        Direction direction,
        String kind,
        String sender,
        List<String> recipients,
        String text,
        long start,
        long end,
        long forwards) {
    /** The server, as a sender or a recipient. */
    public static final String SERVER = "server";

    /** @throws RuntimeException where something is missing or the offsets do not go forwards: a fault of the decoder's */
    public DecodedMessage {
        Objects.requireNonNull(direction, "a message without a direction");
        Objects.requireNonNull(kind, "a message without a kind");
        Objects.requireNonNull(sender, "a message without a sender: empty where not known");
        Objects.requireNonNull(text, "a message without a text");
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a message from offset " + start + " to before " + end);
        }
        recipients = List.copyOf(recipients);
    }
}
