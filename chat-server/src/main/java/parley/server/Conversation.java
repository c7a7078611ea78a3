package parley.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;
import parley.server.watch.ServerWatch;

/** Does what the lines of users who have a name say, all but {@code exit}. Called by each user's reading thread. */
final class Conversation {
    /** How long a line waits for those whom it is for to take what they have; later lines of the same client wait too. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

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
     * @param terminated whether the client ends its lines
     */
    void handle(User user, String text, long readAt, boolean terminated) {
        ClientLine line = ClientLine.parse(text, user.state());
        Sending sending = new Sending(user, readAt, terminated);
        while (!attempt(sending, line, text)) {
            line = ClientLine.parse(text, user.state());
        }
        watch.received(user.client(), user.name(), line);
    }

    /** A user's line under way. */
    private record Sending(User user, long readAt, boolean terminated) {
        /** For others to have room for it. While it waits nobody could tell where a line without an end ends. */
        long deadline() {
            return terminated ? readAt + PATIENCE_NANOS : readAt;
        }

        /** Offers it, again and again while the other one takes what it has. */
        boolean offer(User other, Encoded line) {
            while (!other.offer(line)) {
                if (!other.awaitRoom(line.cost(), deadline())) {
                    return false;
                }
            }
            return true;
        }

        /** Does what needs the registry, likewise; false where the user's state has changed. */
        boolean offer(User other, int cost, Supplier<Registry.Outcome> attempt) {
            Registry.Outcome outcome = attempt.get();
            while (outcome == Registry.Outcome.NO_ROOM && other.awaitRoom(cost, deadline())) {
                outcome = attempt.get();
            }
            if (outcome == Registry.Outcome.NO_ROOM) {
                user.send(ServerLine.Error.tooMuchWaits(List.of(other.name())));
            }
            return outcome != Registry.Outcome.CHANGED;
        }
    }

    /** False where the user's state has changed since the line was read, which must then be read anew. */
    private boolean attempt(Sending sending, ClientLine line, String text) {
        User user = sending.user();
        return switch (line) {
            case ClientLine.Text said -> say(sending, said.text());
            case ClientLine.Ask ask -> ask(sending, ask.name());
            case ClientLine.Accept accept -> answer(user, accept.name(), registry::accept);
            case ClientLine.Reject reject -> answer(user, reject.name(), registry::reject);
            case ClientLine.Direct direct -> direct(sending, direct, text);
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

    private boolean say(Sending sending, String text) {
        User user = sending.user();
        User partner = user.partner;
        if (partner == null) {
            return false;
        }
        if (!sending.terminated() && runsOn(user, user.name(), text.substring(Math.min(1, text.length())))) {
            return reply(user, ServerLine.Error.TOO_FAST);
        }
        Encoded said = Encoded.message(new ServerLine.Text(user.name(), text).format(), sending.readAt());
        return sending.offer(partner, said.cost(), () -> registry.say(user, partner, said));
    }

    private boolean ask(Sending sending, String name) {
        User other = registry.find(name);
        return other == null
                ? notOnline(sending.user(), name)
                : sending.offer(other, ChatLimits.SERVER_LINE_BYTES, () -> registry.ask(sending.user(), other));
    }

    private boolean direct(Sending sending, ClientLine.Direct direct, String line) {
        User user = sending.user();
        if (!Names.key(direct.sender()).equals(user.key())) {
            return reply(user, ServerLine.Error.notYou(user.name(), shown(direct.sender())));
        }
        if (!sending.terminated()
                && (runsOn(user, user.name(), direct.text()) || runsOn(user, direct.sender(), direct.text()))) {
            return reply(user, ServerLine.Error.TOO_FAST);
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
        Encoded passedOn = Encoded.message(line, sending.readAt());
        // Nobody who has room waits for somebody who has none.
        recipients.removeIf(recipient -> recipient.offer(passedOn));
        if (!recipients.isEmpty()) {
            recipients.removeIf(recipient -> sending.offer(recipient, passedOn));
            List<String> without = recipients.stream().map(User::name).toList();
            ServerLine.split(without, ServerLine.Error::tooMuchWaits).forEach(user::send);
        }
        if (!offline.isEmpty()) {
            ServerLine.split(List.copyOf(offline.values()), ServerLine.Error::notOnline)
                    .forEach(user::send);
        }
        return true;
    }

    /**
     * Whether a text runs on into another message of the same user, as two writes do if nothing parts them.
     *
     * @param name the user's, as it may be written there
     */
    private static boolean runsOn(User user, String name, String text) {
        for (int to = text.indexOf(" to "); to >= 0; to = text.indexOf(" to ", to + 1)) {
            int from = to - name.length();
            if (from >= 0
                    && text.regionMatches(true, from, name, 0, name.length())
                    && ClientLine.parse(text.substring(from), ClientLine.State.LOBBY) instanceof ClientLine.Direct next
                    && Names.key(next.sender()).equals(user.key())) {
                return true;
            }
        }
        return false;
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
