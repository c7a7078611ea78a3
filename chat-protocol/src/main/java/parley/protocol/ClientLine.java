package parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends. {@link #parse} never fails: what is no line of the protocol is {@link Unknown}. For every line
 * but one with unusual spacing between recipients, {@code parse(line, state).format()} is the line again.
 */
public sealed interface ClientLine {
    /** Where a client stands, which decides how its next line reads. */
    enum State {
        /** No name yet: the next line is one. */
        OPENING,
        LOBBY,
        /** In a private chat: a line is text for the partner. */
        PRIVATE
    }

    /** The line without its LF. */
    String format();

    /** The name that a newcomer asks for, not yet checked. */
    record Name(String name) implements ClientLine {
        @Override
        public String format() {
            return name;
        }
    }

    /** {@code ME to A, B - text}. */
    record Direct(String sender, List<String> recipients, String text) implements ClientLine {
        public Direct {
            recipients = List.copyOf(recipients);
        }

        @Override
        public String format() {
            return sender + " to " + String.join(", ", recipients) + " - " + text;
        }
    }

    /** A single word: asks that user for a private chat. */
    record Ask(String name) implements ClientLine {
        @Override
        public String format() {
            return name;
        }
    }

    /**
     * {@code accept}, or with a name.
     *
     * @param name whose request is meant; null for the oldest
     */
    record Accept(@Nullable String name) implements ClientLine {
        @Override
        public String format() {
            return name == null ? "accept" : "accept " + name;
        }
    }

    /**
     * {@code reject}, or with a name.
     *
     * @param name whose request is meant; null for the oldest
     */
    record Reject(@Nullable String name) implements ClientLine {
        @Override
        public String format() {
            return name == null ? "reject" : "reject " + name;
        }
    }

    /**
     * {@code who}, or with the beginning of a name.
     *
     * @param prefix null for everybody
     */
    record Who(@Nullable String prefix) implements ClientLine {
        @Override
        public String format() {
            return prefix == null ? "who" : "who " + prefix;
        }
    }

    /** {@code help}: asks for the menu. */
    record Help() implements ClientLine {
        @Override
        public String format() {
            return "help";
        }
    }

    /** {@code leave}: ends the private chat. */
    record Leave() implements ClientLine {
        @Override
        public String format() {
            return "leave";
        }
    }

    /** {@code exit}: leaves the server. */
    record Exit() implements ClientLine {
        @Override
        public String format() {
            return "exit";
        }
    }

    /** What is said in a private chat. */
    record Text(String text) implements ClientLine {
        @Override
        public String format() {
            return text;
        }
    }

    /** No line of the protocol. */
    record Unknown(String line) implements ClientLine {
        @Override
        public String format() {
            return line;
        }
    }

    /** Reads a line, without its terminator, as a server in that state does. */
    static ClientLine parse(String line, State state) {
        if (line.equals("exit")) {
            return new Exit();
        }
        return switch (state) {
            case OPENING -> new Name(line);
            case PRIVATE -> line.equals("leave") ? new Leave() : new Text(line);
            case LOBBY -> parseLobby(line);
        };
    }

    private static ClientLine parseLobby(String line) {
        switch (line) {
            case "accept":
                return new Accept(null);
            case "reject":
                return new Reject(null);
            case "who":
                return new Who(null);
            case "help":
                return new Help();
            case "leave":
                return new Leave();
            default:
                break;
        }
        Direct direct = DirectSyntax.parse(line);
        if (direct != null) {
            return direct;
        }
        int space = line.indexOf(' ');
        if (space < 0) {
            return line.isEmpty() ? new Unknown(line) : new Ask(line);
        }
        String argument = line.substring(space + 1);
        if (argument.isEmpty() || argument.indexOf(' ') >= 0) {
            return new Unknown(line);
        }
        return switch (line.substring(0, space)) {
            case "accept" -> new Accept(argument);
            case "reject" -> new Reject(argument);
            case "who" -> new Who(argument);
            default -> new Unknown(line);
        };
    }
}
