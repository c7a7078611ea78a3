package parley.analyzer.findings.application;

import java.util.List;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;

/** How a sentence names a message, without its text: by who says it to whom on which connection. */
record MessageSubject(Direction direction, String kind, String sender, List<String> recipients, long stream) {
    static MessageSubject of(Message message) {
        return new MessageSubject(
                message.direction(),
                message.kind(),
                message.sender(),
                message.recipients(),
                message.connection().index());
    }

    /** For instance {@code Ofir's direct message to Roony on connection 2}. */
    @Override
    public String toString() {
        String what = Words.clip(kind) + " message";
        String on = " on connection " + stream;
        if (sender.isEmpty()) {
            return "A " + what + " of the " + direction + on;
        }
        if (sender.equals(DecodedMessage.SERVER)) {
            return "The server's " + what + on;
        }
        List<String> users = recipients.stream()
                .filter(name -> !name.equals(DecodedMessage.SERVER))
                .map(Words::clip)
                .toList();
        String said = Words.clip(sender) + "'s " + what + (users.isEmpty() ? "" : " to " + Words.list(users)) + on;
        return direction == Direction.SERVER ? "The server's copy of " + said : said;
    }
}
