package parley.server;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;
import parley.server.watch.ServerWatch;

/** Does what the lines of users who have a name say, all but {@code exit}. Called by each user's reading thread. */
final class Conversation {
    private final Registry registry;
    private final ServerWatch watch;

    Conversation(Registry registry, ServerWatch watch) {
        this.registry = registry;
        this.watch = watch;
    }

    /**
     * A line's meaning depends on whether the user is in a private chat, which the other one may change meanwhile.
     *
     * @param readAt when it was read, a {@link System#nanoTime}
     */
    void handle(User user, String text, long readAt) {
        ClientLine line = ClientLine.parse(text, user.state());
        while (!attempt(user, line, text, readAt)) {
            line = ClientLine.parse(text, user.state());
        }
        watch.received(user.client(), user.name(), line);
    }

    /** False where the user's state has changed since the line was read, which must then be read anew. */
    private boolean attempt(User user, ClientLine line, String text, long readAt) {
        return switch (line) {
            case ClientLine.Text said -> registry.say(user, said.text(), readAt);
            case ClientLine.Ask ask -> ask(user, ask.name());
            case ClientLine.Accept accept -> answer(user, accept.name(), registry::accept);
            case ClientLine.Reject reject -> answer(user, reject.name(), registry::reject);
            case ClientLine.Direct direct -> direct(user, direct, text, readAt);
            case ClientLine.Who who -> who(user, who.prefix());
            case ClientLine.Help _ -> reply(user, ServerLine.Menu.STANDARD);
            case ClientLine.Leave _ -> registry.endChat(user) || reply(user, ServerLine.Error.UNKNOWN_COMMAND);
            case ClientLine.Name _, ClientLine.Exit _, ClientLine.Unknown _ ->
                reply(user, ServerLine.Error.UNKNOWN_COMMAND);
        };
    }

    private interface Answer {
        boolean give(User user, @Nullable User asker);
    }

    private boolean answer(User user, @Nullable String name, Answer answer) {
        if (name == null) {
            return answer.give(user, null);
        }
        User asker = registry.find(name);
        return asker == null ? notOnline(user, name) : answer.give(user, asker);
    }

    private boolean ask(User user, String name) {
        User other = registry.find(name);
        return other == null ? notOnline(user, name) : registry.ask(user, other);
    }

    private boolean direct(User user, ClientLine.Direct direct, String line, long readAt) {
        if (!Names.key(direct.sender()).equals(user.key())) {
            return reply(user, ServerLine.Error.notYou(user.name(), shown(direct.sender())));
        }
        Set<User> recipients = new LinkedHashSet<>();
        Map<String, String> offline = new LinkedHashMap<>();
        for (String name : direct.recipients()) {
            User recipient = registry.find(name);
            if (recipient == null) {
                offline.putIfAbsent(Names.key(name), shown(name));
            } else {
                recipients.add(recipient);
            }
        }
        if (recipients.remove(user)) {
            user.send(ServerLine.Error.THAT_IS_YOU);
        }
        Encoded passedOn = Encoded.message(line, readAt);
        recipients.forEach(recipient -> recipient.send(passedOn));
        ServerLine.split(List.copyOf(offline.values()), ServerLine.Error::notOnline)
                .forEach(user::send);
        return true;
    }

    private boolean who(User user, @Nullable String prefix) {
        if (prefix == null) {
            registry.sendList(user);
        } else {
            ServerLine.online(registry.namesFrom(prefix)).forEach(user::send);
        }
        return true;
    }

    private static boolean notOnline(User user, String name) {
        return reply(user, ServerLine.Error.notOnline(List.of(shown(name))));
    }

    private static boolean reply(User user, ServerLine line) {
        user.send(line);
        return true;
    }

    /** A word from a line as an answer repeats it: cut where it is longer than any name, so that answers stay lines. */
    private static String shown(String word) {
        return word.codePointCount(0, word.length()) <= ChatLimits.NAME_CODE_POINTS
                ? word
                : word.substring(0, word.offsetByCodePoints(0, ChatLimits.NAME_CODE_POINTS)) + "…";
    }
}
