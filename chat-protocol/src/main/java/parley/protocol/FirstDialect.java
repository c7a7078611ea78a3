package parley.protocol;

import java.util.List;

/**
 * How the first server of this chat worded its lines, read into the same values: {@code online: A,B}, {@code chat with
 * A}, {@code A rejected}, {@code A left}, {@code left}, {@code X is offline}, {@code unknown command}. It never says
 * {@code hello}, and its clients write no LF: each write is a line.
 */
public final class FirstDialect {
    private FirstDialect() {}

    /** Reads a line of the first server, without its terminator. */
    public static ServerLine parse(String line) {
        if (line.equals("left")) {
            return new ServerLine.Ended(null);
        }
        if (line.equals("unknown command")) {
            return ServerLine.Error.UNKNOWN_COMMAND;
        }
        String[] words = line.split(" ", -1);
        if (words[0].endsWith(":")) {
            return ServerLine.parse(line);
        }
        if (words.length == 3 && words[0].equals("chat") && words[1].equals("with")) {
            return new ServerLine.Private(words[2]);
        }
        if (words.length == 2 && words[1].equals("rejected")) {
            return new ServerLine.Rejected(words[0]);
        }
        if (words.length == 2 && words[1].equals("left")) {
            return new ServerLine.Ended(words[0]);
        }
        if (words.length == 3 && words[1].equals("is") && words[2].equals("offline")) {
            return ServerLine.Error.notOnline(List.of(words[0]));
        }
        return ServerLine.parse(line);
    }
}
