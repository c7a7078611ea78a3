package parley.analyzer.findings.application;

import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Rule;

/** A rule about the chat: silent where the capture has none. */
abstract class ChatRule implements Rule {
    private static final String PROTOCOL = "CHAT";

    /** Findings of one kind that are stated one by one; more are counted. */
    static final int STATED = 100;

    private boolean chatSeen;

    @Override
    public final void decoded(Message message) {
        if (message.protocol().equals(PROTOCOL)) {
            chatSeen = true;
            chat(message);
        }
    }

    /** A message of the chat has become whole. */
    abstract void chat(Message message);

    @Override
    public final List<Finding> conclude(AnalysisSummary summary) {
        return chatSeen ? state() : List.of();
    }

    /** What is true of the chat. */
    abstract List<Finding> state();

    static boolean isFromServer(Message message, String kind) {
        return message.direction() == Direction.SERVER && message.kind().equals(kind);
    }

    static boolean isFromClient(Message message, String kind) {
        return message.direction() == Direction.CLIENT && message.kind().equals(kind);
    }
}
