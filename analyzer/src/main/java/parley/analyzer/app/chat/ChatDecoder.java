package parley.analyzer.app.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.Recognition;
import parley.analyzer.app.StreamStart;
import parley.protocol.ChatLimits;
import parley.protocol.FirstDialect;
import parley.protocol.LineText;
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
        int common = Math.min(start.server().length, WELCOME.length);
        if (Arrays.equals(start.server(), 0, common, WELCOME, 0, common)) {
            return common == WELCOME.length ? Recognition.MATCH : Recognition.NEED_MORE;
        }
        if (start.serverPort() != ChatLimits.PORT) {
            return Recognition.NO_MATCH;
        }
        return recogniseLine(start.server());
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

    private static boolean isKnown(String line) {
        // A CR, which no chat server sends, tells HTTP's header fields from what somebody says in private.
        return !LineText.hasControlCharacters(line) && !(FirstDialect.parse(line) instanceof ServerLine.Unknown);
    }

    @Override
    public ConversationDecoder open(Conversation conversation) {
        return new ChatConversation(conversation, deliveries, dialects, quota);
    }
}
