package parley.samples.irc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of IRC: {@code [":" prefix SPACE] command [params]} (RFC 2812, section 2.3.1). The tags that IRCv3 puts before
 * it are skipped.
 *
 * @param prefix who says it, empty where that goes without saying: the other end of the connection
 * @param command a word in capitals, or three digits
 * @param params its parameters; the last may have spaces in it
 */
record IrcMessage(String prefix, String command, List<String> params) {
    private static final Pattern REPLY = Pattern.compile("[0-9]{3}");

    /** "There can be no more than fifteen parameters": whatever the fifteenth is, it takes the rest. */
    private static final int MAXIMUM_PARAMS = 15;

    /** RFC 2812, sections 3 and 4, and what clients and servers agree on by CAP (IRCv3). */
    private static final Set<String> COMMANDS = Set.of(
            ("PASS NICK USER OPER MODE SERVICE QUIT SQUIT JOIN PART TOPIC NAMES LIST INVITE KICK PRIVMSG NOTICE MOTD LUSERS"
                            + " VERSION STATS LINKS TIME CONNECT TRACE ADMIN INFO SERVLIST SQUERY WHO WHOIS WHOWAS KILL"
                            + " PING PONG ERROR AWAY REHASH DIE RESTART SUMMON USERS WALLOPS USERHOST ISON"
                            + " CAP AUTHENTICATE ACCOUNT CHGHOST SETNAME TAGMSG BATCH STARTTLS WEBIRC")
                    .split(" "));

    /** The line as a message; empty where it is none. */
    static Optional<IrcMessage> parse(String line) {
        String rest = line.startsWith("@") ? after(line) : line;
        String prefix = "";
        if (rest.startsWith(":")) {
            prefix = firstWord(rest).substring(1);
            rest = after(rest);
        }
        String command = firstWord(rest).toUpperCase(Locale.ROOT);
        // A numeric reply always says which server it comes from (RFC 2812, section 2.4).
        boolean known = COMMANDS.contains(command)
                || (!prefix.isEmpty() && REPLY.matcher(command).matches());
        return known ? Optional.of(new IrcMessage(prefix, command, params(after(rest)))) : Optional.empty();
    }

    private static List<String> params(String text) {
        List<String> params = new ArrayList<>();
        String rest = text;
        while (!rest.isEmpty()) {
            if (rest.startsWith(":")) {
                params.add(rest.substring(1));
                break;
            }
            if (params.size() == MAXIMUM_PARAMS - 1) {
                params.add(rest);
                break;
            }
            params.add(firstWord(rest));
            rest = after(rest);
        }
        return List.copyOf(params);
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    /** What comes after the first word and the spaces behind it. */
    private static String after(String text) {
        int end = firstWord(text).length();
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return text.substring(end);
    }

    /** A parameter, counted from 0; empty where there are fewer. */
    String param(int index) {
        return index < params.size() ? params.get(index) : "";
    }

    /** The server's answer to a command, as three digits. */
    boolean isNumeric() {
        return Character.isDigit(command.charAt(0));
    }

    /** RFC 2812, section 5.2: the numbers from 400 on are errors. */
    boolean isError() {
        return command.equals("ERROR") || (isNumeric() && Integer.parseInt(command) >= 400);
    }

    /** Whether it is what somebody says to others. */
    boolean isSpeech() {
        return command.equals("PRIVMSG") || command.equals("NOTICE");
    }

    /** The user who says it, {@code nick[!user][@host]}; empty where that is a server, whose name has a dot. */
    String user() {
        int end = prefix.indexOf('!') >= 0 ? prefix.indexOf('!') : prefix.indexOf('@');
        if (end >= 0) {
            return prefix.substring(0, end);
        }
        return prefix.contains(".") ? "" : prefix;
    }
}
