package parley.server;

import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * The state that clients share: who is online, who is in a private chat with whom, who is told what about whom.
 *
 * <p>Its monitor is held for every change and for the lines that tell of it, so that all see changes in one order; it is
 * never held while waiting for a socket, as {@link Outbox#send} and {@link Outbox#offer} do not wait. Names are looked up without it.
 */
final class Registry {
    /** What came of passing something on to another user. */
    enum Outcome {
        DONE,
        /** Whether one of the two is in a private chat has changed since the line was read. */
        CHANGED,
        /** The other one has no room for it now. */
        NO_ROOM
    }

    private final ConcurrentNavigableMap<String, User> online = new ConcurrentSkipListMap<>();
    private final PrivateChats chats;
    private final Presence presence;
    private boolean closing;

    /**
     * @param longestList bytes of the longest list of users that is sent
     */
    Registry(int presenceOffAbove, int presenceOnBelow, int longestList, Presence.Later later) {
        this(presenceOffAbove, presenceOnBelow, longestList, later, new PrivateChats());
    }

    Registry(int presenceOffAbove, int presenceOnBelow, int longestList, Presence.Later later, PrivateChats chats) {
        this.chats = chats;
        presence = new Presence(online, presenceOffAbove, presenceOnBelow, longestList, later, this::tellPresence);
    }

    /** Greets a newcomer under a good name; null where somebody online has it. */
    synchronized @Nullable User enter(long client, String name, Outbox outbox) {
        User user = new User(client, Names.canonical(name), outbox);
        if (online.putIfAbsent(user.key(), user) != null) {
            return null;
        }
        presence.joined(user);
        return user;
    }

    /** Forgets a user; nothing happens the second time. */
    synchronized void leave(User user) {
        if (!closing && online.remove(user.key(), user)) {
            chats.forget(user);
            presence.left(user);
        }
    }

    /** From now on nobody is told that somebody leaves: everybody does. */
    synchronized void close() {
        closing = true;
    }

    /** How many are online; counts them, so not for everyday use. */
    int size() {
        return online.size();
    }

    boolean isOnline(User user) {
        return online.get(user.key()) == user;
    }

    /** Who is called so, in any spelling. */
    @Nullable
    User find(String name) {
        return online.get(Names.key(name));
    }

    /** The first names in order that begin so, in any spelling; as many as a {@code who PREFIX} is answered with. */
    List<String> namesFrom(String prefix) {
        String key = Names.key(prefix);
        return online.tailMap(key).values().stream()
                .takeWhile(user -> user.key().startsWith(key))
                .limit(ChatLimits.WHO_PREFIX_NAMES)
                .map(User::name)
                .toList();
    }

    synchronized void sendList(User user) {
        presence.sendList(user);
    }

    /** Passes what the user says in a private chat on to its partner. */
    synchronized Outcome say(User user, User partner, Encoded text) {
        if (user.partner != partner) {
            return Outcome.CHANGED;
        }
        return partner.offer(text) ? Outcome.DONE : Outcome.NO_ROOM;
    }

    /** Ends the user's private chat; false where there is none. */
    synchronized boolean endChat(User user) {
        return chats.end(user);
    }

    /** Asks for a private chat. */
    synchronized Outcome ask(User user, User other) {
        if (user.partner != null) {
            return Outcome.CHANGED;
        }
        if (!isOnline(user)) {
            return Outcome.DONE; // It has left while its line waited: nobody would take the request back.
        }
        if (!isOnline(other)) {
            user.send(ServerLine.Error.notOnline(List.of(other.name())));
            return Outcome.DONE;
        }
        return chats.ask(user, other) ? Outcome.DONE : Outcome.NO_ROOM;
    }

    /**
     * Accepts a request; false where the user is in a private chat by now.
     *
     * @param asker whose request; null for the oldest
     */
    synchronized boolean accept(User user, @Nullable User asker) {
        if (user.partner != null) {
            return false;
        }
        chats.accept(user, asker);
        return true;
    }

    /** As {@link #accept}, but rejects. */
    synchronized boolean reject(User user, @Nullable User asker) {
        if (user.partner != null) {
            return false;
        }
        chats.reject(user, asker);
        return true;
    }

    private synchronized void tellPresence() {
        if (!closing) {
            presence.flush();
        }
    }
}
