package parley.client.play;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A written conversation: rows in the order in which they are typed.
 *
 * @param name of its file, for messages
 */
public record Script(String name, List<Row> rows) {
    public Script {
        rows = List.copyOf(rows);
    }

    /**
     * A line that somebody types.
     *
     * @param number of the file's line that it stands in, from 1
     * @param at from the start of the play; null for when what came before has been answered
     * @param user who, as the script calls the user
     * @param port the local port of the user's client, in the user's first row; 0 for none asked
     * @param text what is typed; in a user's first row the name, given at the prompt
     */
    public record Row(int number, @Nullable Duration at, String user, int port, String text) {}

    /** Who takes part, in the order of their first rows. */
    public List<String> users() {
        return rows.stream().map(Row::user).distinct().toList();
    }

    /**
     * Reads CSV (RFC 4180, UTF-8) with the header {@code at,user,port,line}.
     *
     * @throws IOException with a message that names file and line and says what is wrong there
     */
    public static Script read(Path file) throws IOException {
        return new ScriptReader(file).read();
    }
}
