package parley.protocol;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the server's lines. Names never hold a space or a colon and are no first word, so the order here is free. */
final class ServerLineParser {
    private static final Pattern PRESENCE_OFF = Pattern.compile("presence: off, (\\d{1,9}) online");

    private ServerLineParser() {}

    static ServerLine parse(String line) {
        switch (line) {
            case "welcome to the chat":
                return new ServerLine.Welcome();
            case "enter name:":
                return new ServerLine.Prompt();
            case "presence: on":
                return new ServerLine.PresenceOn();
            case "ended":
                return new ServerLine.Ended(null);
            case "goodbye":
                return new ServerLine.Goodbye();
            case "server closing":
                return new ServerLine.Closing();
            default:
                break;
        }
        int space = line.indexOf(' ');
        String first = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        return switch (first) {
            case "hello" -> named(line, rest, ServerLine.Hello::new);
            case "online:" -> names(line, rest, ServerLine.Online::new);
            case "online+:" -> names(line, rest, ServerLine.OnlineMore::new);
            case "joined:" -> names(line, rest, ServerLine.Joined::new);
            case "left:" -> names(line, rest, ServerLine.Left::new);
            case "presence:" -> presence(line);
            case "requested" -> named(line, rest, ServerLine.Requested::new);
            case "request" -> named(line, after("from ", rest), ServerLine.Request::new);
            case "private" -> named(line, after("with ", rest), ServerLine.Private::new);
            case "rejected" -> named(line, after("by ", rest), ServerLine.Rejected::new);
            case "ended" -> named(line, after("by ", rest), ServerLine.Ended::new);
            case "error:" -> new ServerLine.Error(rest);
            case "menu:" -> new ServerLine.Menu(rest);
            default -> fromUser(line, first, rest, space);
        };
    }

    private static ServerLine fromUser(String line, String first, String rest, int space) {
        if (first.length() > 1 && first.endsWith(":") && space >= 0) {
            return new ServerLine.Text(first.substring(0, first.length() - 1), rest);
        }
        ClientLine.Direct direct = DirectSyntax.parse(line);
        return direct == null
                ? new ServerLine.Unknown(line)
                : new ServerLine.Direct(direct.sender(), direct.recipients(), direct.text());
    }

    private static ServerLine presence(String line) {
        Matcher off = PRESENCE_OFF.matcher(line);
        return off.matches()
                ? new ServerLine.PresenceOff(Integer.parseInt(off.group(1)))
                : new ServerLine.Unknown(line);
    }

    private static String after(String word, String rest) {
        return rest.startsWith(word) ? rest.substring(word.length()) : "";
    }

    private static ServerLine named(String line, String name, Function<String, ServerLine> make) {
        return name.isEmpty() || name.indexOf(' ') >= 0 ? new ServerLine.Unknown(line) : make.apply(name);
    }

    private static ServerLine names(String line, String list, Function<List<String>, ServerLine> make) {
        if (list.isEmpty()) {
            return make.apply(List.of());
        }
        List<String> names = NameList.parse(list);
        return names == null ? new ServerLine.Unknown(line) : make.apply(names);
    }
}
