package parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends. {@link #parse} never fails: what is no line of the protocol is {@link Unknown}. For every line
 * that a server formats, {@code parse(line).format()} is the line again.
 */
public sealed interface ServerLine {
    /** The line without its LF. */
    String format();

    /** {@code welcome to the chat}: 20 bytes with its LF, which is why a client's first Ack after it is 21. */
    record Welcome() implements ServerLine {
        @Override
        public String format() {
            return "welcome to the chat";
        }
    }

    /** {@code enter name:}. */
    record Prompt() implements ServerLine {
        @Override
        public String format() {
            return "enter name:";
        }
    }

    /** {@code hello NAME}: the name is taken. */
    record Hello(String name) implements ServerLine {
        @Override
        public String format() {
            return "hello " + name;
        }
    }

    /** {@code online: A, B}: the list anew. */
    record Online(List<String> names) implements ServerLine {
        public Online {
            names = List.copyOf(names);
        }

        @Override
        public String format() {
            return labelled("online:", names);
        }
    }

    /** {@code online+: C, D}: adds to the list. */
    record OnlineMore(List<String> names) implements ServerLine {
        public OnlineMore {
            names = List.copyOf(names);
        }

        @Override
        public String format() {
            return labelled("online+:", names);
        }
    }

    /** {@code joined: A, B}. */
    record Joined(List<String> names) implements ServerLine {
        public Joined {
            names = List.copyOf(names);
        }

        @Override
        public String format() {
            return labelled("joined:", names);
        }
    }

    /** {@code left: A, B}. */
    record Left(List<String> names) implements ServerLine {
        public Left {
            names = List.copyOf(names);
        }

        @Override
        public String format() {
            return labelled("left:", names);
        }
    }

    /** {@code presence: off, N online}: from now on nobody is told who comes and goes. */
    record PresenceOff(int online) implements ServerLine {
        @Override
        public String format() {
            return "presence: off, " + online + " online";
        }
    }

    /** {@code presence: on}. */
    record PresenceOn() implements ServerLine {
        @Override
        public String format() {
            return "presence: on";
        }
    }

    /** {@code A to B, C - text}: the sender's own line, passed on. */
    record Direct(String sender, List<String> recipients, String text) implements ServerLine {
        public Direct {
            recipients = List.copyOf(recipients);
        }

        @Override
        public String format() {
            return new ClientLine.Direct(sender, recipients, text).format();
        }
    }

    /** {@code requested B}: the asker's request has reached B. */
    record Requested(String name) implements ServerLine {
        @Override
        public String format() {
            return "requested " + name;
        }
    }

    /** {@code request from A}. */
    record Request(String name) implements ServerLine {
        @Override
        public String format() {
            return "request from " + name;
        }
    }

    /** {@code private with X}: the private chat begins. */
    record Private(String name) implements ServerLine {
        @Override
        public String format() {
            return "private with " + name;
        }
    }

    /** {@code rejected by B}. */
    record Rejected(String name) implements ServerLine {
        @Override
        public String format() {
            return "rejected by " + name;
        }
    }

    /** {@code A: text}: said by the partner in a private chat. */
    record Text(String sender, String text) implements ServerLine {
        @Override
        public String format() {
            return sender + ": " + text;
        }
    }

    /**
     * {@code ended by A} to the partner, {@code ended} to the one who left.
     *
     * @param by null where it is the receiver who left
     */
    record Ended(@Nullable String by) implements ServerLine {
        @Override
        public String format() {
            return by == null ? "ended" : "ended by " + by;
        }
    }

    /** {@code menu: ...}: what may be sent. */
    record Menu(String items) implements ServerLine {
        /** What a server of this version offers. */
        public static final Menu STANDARD = new Menu("NAME, ME to A, B - text, accept, reject, leave, who, help, exit");

        @Override
        public String format() {
            return "menu: " + items;
        }
    }

    /** {@code error: REASON}, to whoever caused it. */
    record Error(String reason) implements ServerLine {
        public static final Error UNKNOWN_COMMAND = new Error("unknown command");
        public static final Error THAT_IS_YOU = new Error("that is you");
        public static final Error NO_REQUEST = new Error("no request to answer");
        /** The receiver has asked many for private chats who have not answered yet. */
        public static final Error TOO_MANY_ASKED = new Error("too many of your requests wait for an answer");

        /** More requests wait in all than the server keeps. */
        public static final Error TOO_MANY_REQUESTS = new Error("too many requests wait");

        /** A line without an end that cannot be told from the next one, or came when too many others waited. */
        public static final Error TOO_FAST = new Error("too fast without line ends, not read; end each line with LF");

        public static final Error NOT_UTF_8 = new Error("not UTF-8");
        public static final Error CONTROL_CHARACTERS = new Error("control characters are not allowed");
        public static final Error LINE_TOO_LONG =
                new Error("line too long (" + ChatLimits.LINE_BYTES + " bytes at most)");
        /** Nothing was said under a name within the time for it; the server closes. */
        public static final Error NO_NAME = new Error("no name given");

        /** Nothing was said for as long as the server allows; it closes. */
        public static final Error IDLE = new Error("idle");

        /** The receiver does not take what is sent to it; the server closes. */
        public static final Error TOO_SLOW = new Error("too slow");

        /** Too many connections, in all or from one address; the server closes. */
        public static final Error SERVER_FULL = new Error("server full");

        /** Something failed in the server that should not have; it closes this connection alone. */
        public static final Error INTERNAL = new Error("internal error");

        /** {@code X is taken}: a name that somebody online has. */
        public static Error taken(String name) {
            return new Error(name + " is taken");
        }

        private static final String NOT_ONLINE = "not online: ";
        private static final String TOO_MUCH_WAITS = "too much waits for ";

        /** {@code not online: X, Y}. */
        public static Error notOnline(List<String> names) {
            return new Error(NOT_ONLINE + String.join(", ", names));
        }

        /** {@code too much waits for X, Y}: a line was not passed on to them, because they do not take what they have. */
        public static Error tooMuchWaits(List<String> names) {
            return new Error(TOO_MUCH_WAITS + String.join(", ", names));
        }

        /** Whom something was not passed on to, if that is what the error says; else nobody. */
        public List<String> notReached() {
            for (String beginning : List.of(NOT_ONLINE, TOO_MUCH_WAITS)) {
                if (reason.startsWith(beginning)) {
                    return List.of(reason.substring(beginning.length()).split(", ", -1));
                }
            }
            return List.of();
        }

        /** Whether it is one of {@link #tooMuchWaits}. */
        public boolean isTooMuchWaits() {
            return reason.startsWith(TOO_MUCH_WAITS);
        }

        /** {@code too many requests wait for X}. */
        public static Error tooManyRequests(String name) {
            return new Error("too many requests wait for " + name);
        }

        /** {@code X is busy}. */
        public static Error busy(String name) {
            return new Error(name + " is busy");
        }

        /** {@code you are X not Y}: a line under somebody else's name. */
        public static Error notYou(String you, String claimed) {
            return new Error("you are " + you + " not " + claimed);
        }

        /** Who the receiver is, if the error is one of {@link #notYou}; else empty. */
        public String refusedSpeaker() {
            int not = reason.indexOf(" not ");
            return reason.startsWith("you are ") && not > 0 ? reason.substring("you are ".length(), not) : "";
        }

        /** Whether it answers a name that the server does not take. */
        public boolean refusesName() {
            return equals(NO_NAME)
                    || reason.startsWith("a name ")
                    || reason.endsWith(" is taken")
                    || reason.endsWith(" is a word of the protocol");
        }

        /** Whether it answers what only a client that is in no private chat sends. */
        public boolean answersCommand() {
            return reason.startsWith(NOT_ONLINE)
                    || reason.startsWith("too many ")
                    || reason.endsWith(" is busy")
                    || !refusedSpeaker().isEmpty()
                    || equals(UNKNOWN_COMMAND)
                    || equals(THAT_IS_YOU)
                    || equals(NO_REQUEST);
        }

        @Override
        public String format() {
            return "error: " + reason;
        }
    }

    /** {@code goodbye}: the answer to exit. */
    record Goodbye() implements ServerLine {
        @Override
        public String format() {
            return "goodbye";
        }
    }

    /** {@code server closing}: to all, at shutdown. */
    record Closing() implements ServerLine {
        @Override
        public String format() {
            return "server closing";
        }
    }

    /** No line of the protocol. */
    record Unknown(String line) implements ServerLine {
        @Override
        public String format() {
            return line;
        }
    }

    /**
     * The list of who is online as lines that each fit {@link ChatLimits#LINE_BYTES}: {@code online:}, then as many
     * {@code online+:} as it takes.
     */
    static List<ServerLine> online(List<String> names) {
        List<ServerLine> lines = split(names, Online::new);
        if (lines.isEmpty()) {
            return List.of(new Online(List.of()));
        }
        List<ServerLine> result = new ArrayList<>(lines.size());
        result.add(lines.getFirst());
        for (ServerLine line : lines.subList(1, lines.size())) {
            result.add(new OnlineMore(((Online) line).names()));
        }
        return result;
    }

    /** Lines that each fit {@link ChatLimits#LINE_BYTES} and together hold the names in their order. */
    static List<ServerLine> split(List<String> names, Function<List<String>, ServerLine> line) {
        int room = ChatLimits.LINE_BYTES - "online+: \n".length();
        List<ServerLine> lines = new ArrayList<>();
        List<String> part = new ArrayList<>();
        int bytes = 0;
        for (String name : names) {
            int size = name.getBytes(StandardCharsets.UTF_8).length + 2;
            if (bytes + size > room && !part.isEmpty()) {
                lines.add(line.apply(part));
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(name);
            bytes += size;
        }
        if (!part.isEmpty()) {
            lines.add(line.apply(part));
        }
        return lines;
    }

    /** Reads a line without its terminator. */
    static ServerLine parse(String line) {
        return ServerLineParser.parse(line);
    }

    private static String labelled(String label, List<String> names) {
        return names.isEmpty() ? label : label + " " + String.join(", ", names);
    }
}
