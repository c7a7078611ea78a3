package parley.analyzer.findings.application;

import java.util.List;
import parley.protocol.FirstDialect;
import parley.protocol.ServerLine;

/** What rules read out of the server's lines, in either dialect. */
final class ChatLines {
    private ChatLines() {}

    static ServerLine parse(String text) {
        return FirstDialect.parse(text);
    }

    /** Whom the line says to be not online; empty where it says something else. */
    static List<String> offline(String text) {
        return parse(text) instanceof ServerLine.Error error && !error.isTooMuchWaits()
                ? error.notReached()
                : List.of();
    }
}
