package parley.samples.irc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.Recognition;
import parley.analyzer.app.StreamStart;
import parley.protocol.Quota;

/**
 * Recognises IRC by the first lines of either direction, on whatever port. Some lines are proof, such as {@code NICK
 * Ofir} or {@code :irc.example.net 001 Ofir :Welcome}. Some may be IRC or not: {@code USER Ofir} is how FTP begins, too.
 * A line that IRC does not know says that it is something else.
 */
public final class IrcDecoder implements ApplicationDecoder {
    private static final Pattern NICK = Pattern.compile("[^\\s,:!@#&+0-9-][^\\s,:!@]*");
    private static final Pattern CHANNEL = Pattern.compile("[#&+!][^\\s,]+(,.*)?");
    private static final Pattern CAPABILITIES = Pattern.compile("LS|LIST|REQ|ACK|NAK|END|NEW|DEL");

    private static final long OPEN_LINES = 16 << 20;

    private final Deliveries deliveries = new Deliveries();
    private final Quota openLines = new Quota(OPEN_LINES);

    @Override
    public String name() {
        return "irc";
    }

    @Override
    public String protocol() {
        return "IRC";
    }

    @Override
    public Recognition recognise(StreamStart start) {
        List<Recognition> sides =
                List.of(recognise(start.client(), start.complete()), recognise(start.server(), start.complete()));
        if (sides.contains(Recognition.NO_MATCH)) {
            return Recognition.NO_MATCH;
        }
        return sides.contains(Recognition.MATCH) ? Recognition.MATCH : Recognition.NEED_MORE;
    }

    private static Recognition recognise(byte[] octets, boolean complete) {
        String[] lines = new String(octets, StandardCharsets.UTF_8).split("\n", -1);
        // The first line may have begun before the capture did, and behind the last one there is more to come.
        for (int i = complete ? 0 : 1; i < lines.length; i++) {
            boolean isWhole = i < lines.length - 1;
            Recognition recognition = isWhole ? recogniseLine(lines[i]) : recogniseBeginning(lines[i]);
            if (recognition != Recognition.NEED_MORE) {
                return recognition;
            }
        }
        return Recognition.NEED_MORE;
    }

    private static Recognition recogniseLine(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (text.isEmpty()) {
            return Recognition.NEED_MORE;
        }
        Optional<IrcMessage> message = IrcMessage.parse(text);
        if (message.isEmpty()) {
            return Recognition.NO_MATCH;
        }
        return isProof(message.get()) ? Recognition.MATCH : Recognition.NEED_MORE;
    }

    /** What may become a line begins with a tag, a prefix, a letter or a digit, and is text. */
    private static Recognition recogniseBeginning(String beginning) {
        boolean possible = beginning.isEmpty()
                || ("@:".indexOf(beginning.charAt(0)) >= 0 || Character.isLetterOrDigit(beginning.charAt(0)))
                        && beginning.indexOf('\0') < 0;
        return possible ? Recognition.NEED_MORE : Recognition.NO_MATCH;
    }

    private static boolean isProof(IrcMessage message) {
        int count = message.params().size();
        if (!message.prefix().isEmpty()) {
            return count > 0;
        }
        return switch (message.command()) {
            case "NICK" -> NICK.matcher(message.param(0)).matches();
            case "USER" -> count == 4;
            case "CAP" -> CAPABILITIES.matcher(message.param(0)).matches();
            case "JOIN" -> CHANNEL.matcher(message.param(0)).matches();
            case "PRIVMSG", "NOTICE" -> count == 2;
            default -> false;
        };
    }

    @Override
    public ConversationDecoder open(Conversation conversation) {
        return new IrcConversation(conversation, deliveries, openLines);
    }
}
