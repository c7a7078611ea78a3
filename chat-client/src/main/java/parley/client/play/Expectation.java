package parley.client.play;

import java.time.Duration;
import java.util.function.Predicate;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/**
 * A line that is due to a user, or the end of his connection.
 *
 * @param typed what makes it due
 * @param to who is to receive it
 * @param kind how firmly it is expected
 * @param met whether a line is the one; never true of {@link Kind#CLOSE}
 * @param what the line, for people
 */
record Expectation(Typed typed, PlayedUser to, Kind kind, Predicate<ServerLine> met, String what) {
    enum Kind {
        /** Its absence is reported. */
        ANSWER,
        /** The end of the connection after a goodbye. */
        CLOSE,
        /** May rightly not come: whether it does depends on users that are not played here. */
        POSSIBLE,
        /** Who came or went: gathered for a second at most, and not told at all where comings and goings cancel out. */
        PRESENCE;

        boolean isRequired() {
            return this == ANSWER || this == CLOSE;
        }

        /** How long to wait for it, where an answer has that long. */
        Duration patience(Duration answer) {
            return switch (this) {
                case ANSWER, CLOSE -> answer;
                case POSSIBLE -> Duration.ofMillis(500);
                case PRESENCE -> Duration.ofSeconds(2);
            };
        }
    }

    /**
     * A row as it was typed.
     *
     * @param by who typed it
     * @param line what it says in the state that its user was in
     */
    record Typed(Script.Row row, PlayedUser by, ClientLine line) {
        /** Whether the answer decides what later lines mean: who is online, and who is in a private chat. */
        boolean decidesState() {
            return line instanceof ClientLine.Name
                    || line instanceof ClientLine.Accept
                    || line instanceof ClientLine.Leave
                    || line instanceof ClientLine.Exit;
        }
    }
}
