package parley.client.play;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import parley.protocol.ServerLine;

/** Something that happened while a script was played. Texts are as typed or received, not yet safe for a terminal. */
public sealed interface PlayEvent {
    /** When, from the start of the play. */
    Duration at();

    /** Whose client, as the script calls the user. */
    String user();

    /**
     * A user is connected.
     *
     * @param localPort the port the client calls from
     * @param askedPort the port that the script asks for; 0 for none
     */
    record Connected(Duration at, String user, int localPort, int askedPort) implements PlayEvent {
        /** Whether the port asked for could not be had. */
        public boolean portTaken() {
            return askedPort != 0 && askedPort != localPort;
        }
    }

    /** A line was sent. */
    record Sent(Duration at, String user, String line) implements PlayEvent {}

    /** A line was received. */
    record Received(Duration at, String user, ServerLine line) implements PlayEvent {}

    /**
     * A user's connection has ended.
     *
     * @param cause what broke it; null where it was closed in order
     */
    record Closed(Duration at, String user, @Nullable String cause) implements PlayEvent {}

    /**
     * Something due did not come, or a line could not be typed.
     *
     * @param what for people: which row of the script, and what is missing
     */
    record Missing(Duration at, String user, String what) implements PlayEvent {}
}
