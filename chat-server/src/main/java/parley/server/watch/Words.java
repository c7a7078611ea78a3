package parley.server.watch;

import java.util.Locale;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/** One word each for kinds of lines and errors, of which there are few, for logs and labels. */
final class Words {
    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String kind(ClientLine line) {
        return switch (line) {
            case ClientLine.Name _ -> "name";
            case ClientLine.Direct _ -> "direct";
            case ClientLine.Text _ -> "private";
            case ClientLine.Ask _ -> "ask";
            case ClientLine.Accept _ -> "accept";
            case ClientLine.Reject _ -> "reject";
            case ClientLine.Who _ -> "who";
            case ClientLine.Help _ -> "help";
            case ClientLine.Leave _ -> "leave";
            case ClientLine.Exit _ -> "exit";
            case ClientLine.Unknown _ -> "unknown";
        };
    }

    /** The kind of an error, without the names in it. */
    static String reason(ServerLine.Error error) {
        String reason = error.reason();
        if (reason.startsWith("not online: ")) {
            return "not-online";
        }
        if (reason.startsWith("you are ")) {
            return "not-you";
        }
        if (reason.startsWith("line too long")) {
            return "line-too-long";
        }
        if (reason.startsWith("a name ") || reason.endsWith(" is a word of the protocol")) {
            return "bad-name";
        }
        if (reason.endsWith(" is taken")) {
            return "name-taken";
        }
        if (reason.endsWith(" is busy")) {
            return "busy";
        }
        if (reason.startsWith("too much waits for ")) {
            return "outbox-full";
        }
        if (reason.startsWith("too many ")) {
            return "too-many-requests";
        }
        if (reason.startsWith("too fast ")) {
            return "too-fast";
        }
        return switch (reason) {
            case "unknown command" -> "unknown-command";
            case "that is you" -> "that-is-you";
            case "no request to answer" -> "no-request";
            case "not UTF-8" -> "not-utf-8";
            case "control characters are not allowed" -> "control-characters";
            case "no name given" -> "no-name";
            case "idle" -> "idle";
            case "too slow" -> "too-slow";
            case "server full" -> "server-full";
            case "internal error" -> "fault";
            default -> "other";
        };
    }
}
