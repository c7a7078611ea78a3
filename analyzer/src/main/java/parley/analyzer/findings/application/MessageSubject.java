package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;

/**
 * How a sentence names a message, without its text: by who says it to whom on which connection. Kept of many messages, so
 * that it holds no more of a name than a sentence says, and {@value #NAMES} characters of names at most.
 *
 * @param users the first recipients
 * @param userCount all recipients but the server
 */
record MessageSubject(Direction direction, String kind, String sender, List<String> users, int userCount, long stream) {
    private static final int NAMES = 1 << 10;

    static MessageSubject of(Message message) {
        List<String> users = new ArrayList<>(1);
        int count = 0;
        int room = NAMES;
        for (String recipient : message.recipients()) {
            if (recipient.equals(DecodedMessage.SERVER)) {
                continue;
            }
            count++;
            if (users.size() == count - 1 && count <= Words.ITEMS) {
                String name = Words.clip(recipient);
                room -= name.length();
                if (room >= 0) {
                    users.add(name);
                }
            }
        }
        return new MessageSubject(
                message.direction(),
                Words.clip(message.kind()),
                Words.clip(message.sender()),
                users,
                count,
                message.connection().index());
    }

    /** For instance {@code Ofir's direct message to Roony on connection 2}. */
    @Override
    public String toString() {
        String what = kind + " message";
        String on = " on connection " + stream;
        if (sender.isEmpty()) {
            return "A " + what + " of the " + direction + on;
        }
        if (sender.equals(DecodedMessage.SERVER)) {
            return "The server's " + what + on;
        }
        String said = sender + "'s " + what + (users.isEmpty() ? "" : " to " + Words.list(users, userCount)) + on;
        return direction == Direction.SERVER ? "The server's copy of " + said : said;
    }
}
