package parley.benchmarks.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a kind of chat server is spoken to. What is returned is to be sent; null is nothing. */
enum Dialect {
    PARLEY {
        @Override
        @Nullable
        String answer(String name, String line) {
            return line.equals("enter name:") ? name + "\n" : null;
        }

        @Override
        boolean greets(String name, String line) {
            return line.startsWith("hello ");
        }

        @Override
        String message(String from, List<String> to, String text) {
            return from + " to " + String.join(", ", to) + " - " + text + "\n";
        }

        @Override
        String exit() {
            return "exit\n";
        }
    },

    /** The first server of this chat, to which a read is a line: one at a time may be on its way to it. */
    FIRST {
        @Override
        @Nullable
        String answer(String name, String line) {
            return line.equals("enter name:") ? name : null;
        }

        @Override
        boolean greets(String name, String line) {
            return line.startsWith("online: ");
        }

        @Override
        String message(String from, List<String> to, String text) {
            return from + " to " + String.join(", ", to) + " - " + text;
        }

        @Override
        String exit() {
            return "exit";
        }
    },

    /** RFC 2812. */
    IRC {
        @Override
        String opening(String name) {
            return "NICK " + name + "\r\nUSER " + name + " 0 * :" + name + "\r\n";
        }

        @Override
        @Nullable
        String answer(String name, String line) {
            return line.startsWith("PING ") ? "PONG " + line.substring(5) + "\r\n" : null;
        }

        @Override
        boolean greets(String name, String line) {
            return line.contains(" 001 " + name + " ");
        }

        @Override
        String message(String from, List<String> to, String text) {
            return "PRIVMSG " + String.join(",", to) + " :" + text + "\r\n";
        }

        @Override
        String exit() {
            return "QUIT\r\n";
        }
    };

    /** What is said at once. */
    @Nullable
    String opening(String name) {
        return null;
    }

    /** The answer to a line of the server's. */
    abstract @Nullable String answer(String name, String line);

    /** Whether this line says that the name is taken. */
    abstract boolean greets(String name, String line);

    abstract String message(String from, List<String> to, String text);

    abstract String exit();
}
