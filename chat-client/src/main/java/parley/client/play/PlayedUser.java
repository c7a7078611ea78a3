package parley.client.play;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import parley.client.ChatConnection;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/** A user of the script as he knows himself: from the lines that he has received. */
final class PlayedUser {
    final String handle;

    /** Null before the first row is played, and where no connection could be had. */
    @Nullable
    ChatConnection connection;

    /** Whether he has no connection any more, or could not get one. */
    boolean closed;

    /** Whether he has ended his side of the connection without typing exit. */
    boolean leaving;

    /** What he typed last. */
    Expectation.@Nullable Typed typed;

    /** As the server said hello to him; null before that and after his connection has ended. */
    @Nullable
    String name;

    /** With whom he is in a private chat. */
    @Nullable
    String partner;

    /** Whether the server has stopped to tell who comes and goes. */
    boolean presenceOff;

    /** Who has asked him for a private chat and has no answer, oldest first. */
    final Deque<String> requests = new ArrayDeque<>();

    PlayedUser(String handle) {
        this.handle = handle;
    }

    boolean isConnected() {
        return connection != null && !closed;
    }

    boolean isNamed(String other) {
        return name != null && same(name, other);
    }

    ClientLine.State state() {
        if (name == null) {
            return ClientLine.State.OPENING;
        }
        return partner == null ? ClientLine.State.LOBBY : ClientLine.State.PRIVATE;
    }

    boolean isAskedBy(String other) {
        return requests.stream().anyMatch(asker -> same(asker, other));
    }

    void forgetRequest(String other) {
        requests.removeIf(asker -> same(asker, other));
    }

    static boolean same(String name, String other) {
        return Names.key(name).equals(Names.key(other));
    }
}
