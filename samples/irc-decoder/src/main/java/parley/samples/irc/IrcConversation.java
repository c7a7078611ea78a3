package parley.samples.irc;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.protocol.LineFramer;
import parley.protocol.LineText;
import parley.protocol.Quota;

/** One client's connection to a server. Each line is a message. */
final class IrcConversation implements ConversationDecoder {
    /** RFC 2812 allows 512 octets; the tags of IRCv3 add 8191. */
    private static final int LINE_LIMIT = 8191 + 512;

    /** Who does something with words (CTCP). */
    private static final String ACTION = "\u0001ACTION ";

    /** The lines of a direction. */
    private final class Lines implements LineFramer.Sink {
        private final Direction direction;
        private final LineFramer framer;
        private boolean behindGap;

        Lines(Direction direction, Quota openLines) {
            this.direction = direction;
            this.framer = new LineFramer(LINE_LIMIT, openLines);
        }

        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
            String text = LineText.decode(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
            boolean isWhole = !behindGap && ended != LineFramer.End.GAP;
            behindGap = false;
            // "Empty messages are silently ignored" (RFC 2812, section 2.3.1).
            if (!text.isEmpty()) {
                read(new Line(direction, text, start, end), isWhole ? IrcMessage.parse(text) : Optional.empty());
            }
        }

        @Override
        public void tooLong(long start, long end) {
            behindGap = false;
            read(new Line(direction, "(a line of " + (end - start) + " octets)", start, end), Optional.empty());
        }

        void gap(long length) {
            framer.gap(length, this);
            behindGap = true;
        }
    }

    private record Line(Direction direction, String text, long start, long end) {}

    private final Conversation conversation;
    private final Deliveries.Reader deliveries;
    private final Map<Direction, Lines> directions = new EnumMap<>(Direction.class);

    /** The client's name as the server says it, which is what counts. */
    private String user = "";

    /** The name that the client has asked for. */
    private String wanted = "";

    private String identified = "";

    /** @param openLines of octets of the lines of all connections that are not over */
    IrcConversation(Conversation conversation, Deliveries deliveries, Quota openLines) {
        this.conversation = conversation;
        this.deliveries = deliveries.readerAt(conversation.server());
        for (Direction direction : Direction.values()) {
            directions.put(direction, new Lines(direction, openLines));
        }
    }

    private Lines lines(Direction direction) {
        return Objects.requireNonNull(directions.get(direction));
    }

    @Override
    public void data(Direction direction, StreamData data) {
        Lines lines = lines(direction);
        lines.framer.accept(data.bytes(), 0, data.length(), lines);
    }

    @Override
    public void gap(Direction direction, long offset, long length) {
        lines(direction).gap(length);
    }

    @Override
    public void end(Direction direction, StreamListener.End end) {
        lines(direction).framer.close(lines(direction));
    }

    @Override
    public void over() {
        directions.values().forEach(lines -> lines.framer.close(lines));
    }

    private void read(Line line, Optional<IrcMessage> read) {
        if (read.isEmpty()) {
            String sender = line.direction() == Direction.CLIENT ? client() : DecodedMessage.SERVER;
            message(line, "unknown", sender, List.of(), line.text(), 0);
        } else if (line.direction() == Direction.CLIENT) {
            sent(line, read.get());
        } else {
            received(line, read.get());
        }
    }

    private void sent(Line line, IrcMessage message) {
        if (message.command().equals("NICK")) {
            wanted = message.param(0);
        }
        List<String> recipients = recipients(message, DecodedMessage.SERVER);
        long number = message(line, kind(message), client(), recipients, said(line, message), 0);
        if (message.isSpeech()) {
            recipients.forEach(recipient -> deliveries.sent(client(), recipient, message.param(1), number));
        }
    }

    private void received(Line line, IrcMessage message) {
        if (message.isNumeric() && !message.isError() && !message.param(0).equals("*")) {
            // Every numeric reply names first whom it is for (RFC 2812, section 2.4).
            user = message.param(0);
        }
        String sender = message.user().isEmpty() ? DecodedMessage.SERVER : message.user();
        boolean isOwn = sender.equals(user);
        if (isOwn && message.command().equals("NICK")) {
            user = message.param(0);
        }
        List<String> recipients = recipients(message, user);
        long forwards = message.isSpeech() ? deliveries.passedOn(sender, message.param(0), message.param(1)) : 0;
        long number = message(line, kind(message), sender, recipients, said(line, message), forwards);
        if (isOwn && message.command().equals("JOIN")) {
            recipients.forEach(channel -> deliveries.joined(channel, number));
        }
        if (!user.equals(identified)) {
            identified = user;
            conversation.identify(user);
        }
    }

    private String client() {
        return user.isEmpty() ? wanted : user;
    }

    private static String kind(IrcMessage message) {
        if (message.isError()) {
            return "error";
        }
        if (message.isNumeric()) {
            return "reply";
        }
        boolean isAction = message.isSpeech() && message.param(1).startsWith(ACTION);
        return isAction ? "action" : message.command().toLowerCase(Locale.ROOT);
    }

    /** Users and channels where the message names them; else the other end of the connection. */
    private static List<String> recipients(IrcMessage message, String otherEnd) {
        String named = switch (message.command()) {
            case "PRIVMSG", "NOTICE", "TAGMSG", "JOIN", "PART", "KICK", "TOPIC", "MODE", "INVITE" -> message.param(0);
            default -> otherEnd;
        };
        return named.isEmpty() ? List.of() : List.of(named.split(","));
    }

    /** What somebody says to others; else the line itself. */
    private static String said(Line line, IrcMessage message) {
        if (!message.isSpeech()) {
            return line.text();
        }
        String text = message.param(1);
        return text.startsWith(ACTION) ? text.substring(ACTION.length()).replace("\u0001", "") : text;
    }

    private long message(Line line, String kind, String sender, List<String> recipients, String text, long forwards) {
        long number = conversation.message(new DecodedMessage(
                line.direction(), kind, sender, recipients, text, line.start(), line.end(), forwards));
        deliveries.began(number);
        return number;
    }
}
