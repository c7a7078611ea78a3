package parley.analyzer.app;

import java.util.List;

/**
 * A message as its decoder reads it.
 *
 * @param kind the protocol's word for what it is, lower case
 * @param sender who says it, empty where not known
 * @param recipients to whom
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
    public DecodedMessage {
        recipients = List.copyOf(recipients);
    }
}
