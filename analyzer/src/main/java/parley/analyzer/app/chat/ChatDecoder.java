package parley.analyzer.app.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.Recognition;
import parley.analyzer.app.StreamStart;
import parley.protocol.ChatLimits;
import parley.protocol.ClientLine;
import parley.protocol.FirstDialect;
import parley.protocol.LineText;
import parley.protocol.Names;
import parley.protocol.Quota;
import parley.protocol.ServerLine;

/**
 * Recognises the chat: by the server's welcome where the connection's start was captured; else, on the chat's own port,
 * by a line of the server.
 */
public final class ChatDecoder implements ApplicationDecoder {
    private static final byte[] WELCOME = LineText.encode(new ServerLine.Welcome().format());

    /** Octets of lines that are not over or wait to be read, of all connections. */
    private static final long KEPT = 16 << 20;

    private final Quota quota = new Quota(KEPT);
    private final Deliveries deliveries = new Deliveries();
    private final Pairs pairs = new Pairs();
    private final ServerDialects dialects = new ServerDialects();

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String protocol() {
        return "CHAT";
    }

    @Override
    public Recognition recognise(StreamStart start) {
        boolean mayBeAmid = start.serverPort() == ChatLimits.PORT;
        if (start.server().length == 0) {
            return mayBeAmid && isClients(start.client()) ? Recognition.MATCH : Recognition.NEED_MORE;
        }
        int common = Math.min(start.server().length, WELCOME.length);
        if (Arrays.equals(start.server(), 0, common, WELCOME, 0, common)) {
            return common == WELCOME.length ? Recognition.MATCH : Recognition.NEED_MORE;
        }
        if (start.asked() && !start.complete()) {
            return isServers(start.server()) ? Recognition.MATCH : Recognition.NEED_MORE;
        }
        return mayBeAmid ? recogniseLine(start.server()) : Recognition.NO_MATCH;
    }

    /** Whether one of these lines is a message to chosen users, which only a client of the chat sends. */
    private static boolean isClients(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> ClientLine.parse(line, ClientLine.State.LOBBY) instanceof ClientLine.Direct direct
                        && !LineText.hasControlCharacters(line)
                        && Names.refusal(direct.sender()).isEmpty()
                        && direct.recipients().stream()
                                .allMatch(name -> Names.refusal(name).isEmpty()));
    }

    /** Whether one of these lines is the server's alone: what it passes on reads the same when a client sends it. */
    private static boolean isServers(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .anyMatch(line -> isKnown(line)
                        && !(FirstDialect.parse(line) instanceof ServerLine.Direct)
                        && !(FirstDialect.parse(line) instanceof ServerLine.Text));
    }

    private static Recognition recogniseLine(byte[] server) {
        String text = new String(server, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end < 0) {
            return Recognition.NEED_MORE;
        }
        // The first line may have begun before the capture did; of two, one is whole.
        int second = text.indexOf('\n', end + 1);
        boolean known = isKnown(text.substring(0, end)) || (second > 0 && isKnown(text.substring(end + 1, second)));
        if (known) {
            return Recognition.MATCH;
        }
        return second > 0 ? Recognition.NO_MATCH : Recognition.NEED_MORE;
    }

    /** Whether a server of the chat may send such a line, of either dialect. */
    public static boolean isKnown(String line) {
        // A CR, which no chat server sends, tells HTTP's header fields from what somebody says in private.
        return !LineText.hasControlCharacters(line) && !(FirstDialect.parse(line) instanceof ServerLine.Unknown);
    }

    @Override
    public ConversationDecoder open(Conversation conversation) {
        return new ChatConversation(conversation, deliveries, pairs, dialects, quota);
    }
}
