package parley.analyzer.app.chat;

import parley.protocol.FirstDialect;
import parley.protocol.ServerLine;

/** Which server speaks: known from how it answers the name. */
enum Dialect {
    UNKNOWN,
    PARLEY,
    FIRST;

    ServerLine parse(String line) {
        return this == FIRST ? FirstDialect.parse(line) : ServerLine.parse(line);
    }

    /** What a server's line tells: Parley says hello, or refuses the name; the first server lists who is online. */
    static Dialect toldBy(ServerLine line) {
        return switch (line) {
            case ServerLine.Welcome ignored -> UNKNOWN;
            case ServerLine.Prompt ignored -> UNKNOWN;
            case ServerLine.Online ignored -> FIRST;
            case ServerLine.Unknown ignored -> FIRST;
            default -> PARLEY;
        };
    }
}
