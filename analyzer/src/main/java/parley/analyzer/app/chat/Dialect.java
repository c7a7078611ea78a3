package parley.analyzer.app.chat;

import parley.protocol.FirstDialect;
import parley.protocol.ServerLine;

/** Which server speaks. */
enum Dialect {
    UNKNOWN,
    PARLEY,
    FIRST;

    ServerLine parse(String line) {
        ServerLine read = this == FIRST ? FirstDialect.parse(line) : ServerLine.parse(line);
        String speaker = switch (read) {
            case ServerLine.Direct direct -> direct.sender();
            case ServerLine.Text text -> text.sender();
            default -> "";
        };
        return speaker.isEmpty() || Standing.mayBeName(speaker, this) ? read : new ServerLine.Unknown(line);
    }

    /** What the first answer to a name tells: Parley says hello, or refuses it; other servers list who is online. */
    static Dialect toldByAnswer(ServerLine line) {
        return switch (line) {
            case ServerLine.Welcome ignored -> UNKNOWN;
            case ServerLine.Prompt ignored -> UNKNOWN;
            case ServerLine.Hello ignored -> PARLEY;
            case ServerLine.Error ignored -> PARLEY;
            case ServerLine.Closing ignored -> PARLEY;
            case ServerLine.Goodbye ignored -> PARLEY;
            default -> FIRST;
        };
    }

    /** What a line in mid-conversation tells: many are the same in both dialects. */
    static Dialect toldBy(String text) {
        return switch (ServerLine.parse(text)) {
            case ServerLine.Welcome ignored -> UNKNOWN;
            case ServerLine.Prompt ignored -> UNKNOWN;
            case ServerLine.Direct ignored -> UNKNOWN;
            case ServerLine.Text ignored -> UNKNOWN;
            case ServerLine.Request ignored -> UNKNOWN;
            case ServerLine.Online online when online.names().size() < 2 -> UNKNOWN;
            case ServerLine.Online ignored -> text.contains(", ") ? PARLEY : FIRST;
            case ServerLine.Unknown ignored -> FirstDialect.parse(text) instanceof ServerLine.Unknown ? UNKNOWN : FIRST;
            default -> PARLEY;
        };
    }
}
