package parley.analyzer.findings.application;

import java.util.List;
import parley.protocol.FirstDialect;
import parley.protocol.ServerLine;

/** What rules read out of the server's lines, in either dialect. */
final class ChatLines {
    private static final String NOT_ONLINE = "not online: ";

    private ChatLines() {}

    static ServerLine parse(String text) {
        return FirstDialect.parse(text);
    }

    /** Whom the line says to be not online; empty where it says something else. */
    static List<String> offline(String text) {
        return parse(text) instanceof ServerLine.Error error && error.reason().startsWith(NOT_ONLINE)
                ? List.of(error.reason().substring(NOT_ONLINE.length()).split(", ", -1))
                : List.of();
    }
}
