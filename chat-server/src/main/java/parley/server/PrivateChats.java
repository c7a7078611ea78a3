package parley.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.protocol.ServerLine;

/**
 * Who has asked whom for a private chat, and who is in one. A user is in one at most. A request stands until it is
 * answered or either of the two goes; of one user, for one user, and in all there are only so many.
 *
 * <p>State lives in the {@link User}s; guarded by the {@link Registry}'s monitor.
 */
final class PrivateChats {
    static final int REQUESTS_OF_ONE = 100;

    /** More than one user may have, so that nobody is kept from everybody else by a few who ask. */
    static final int REQUESTS_FOR_ONE = 1000;

    private static final int REQUESTS_IN_ALL = 100_000;

    private final int inAll;
    private int requests;

    PrivateChats() {
        this(REQUESTS_IN_ALL);
    }

    /** @param inAll most requests that stand at a time */
    PrivateChats(int inAll) {
        this.inAll = inAll;
    }

    /** Asks for a chat, or accepts where the other one has asked already; false where the other has no room for it. */
    boolean ask(User user, User other) {
        if (user == other) {
            user.send(ServerLine.Error.THAT_IS_YOU);
        } else if (user.askedBy.contains(other)) {
            accept(user, other);
        } else if (other.partner != null) {
            user.send(ServerLine.Error.busy(other.name()));
        } else if (other.askedBy.contains(user)) {
            user.send(new ServerLine.Requested(other.name()));
        } else if (user.asked.size() >= REQUESTS_OF_ONE) {
            user.send(ServerLine.Error.TOO_MANY_ASKED);
        } else if (other.askedBy.size() >= REQUESTS_FOR_ONE) {
            user.send(ServerLine.Error.tooManyRequests(other.name()));
        } else if (requests >= inAll) {
            user.send(ServerLine.Error.TOO_MANY_REQUESTS);
        } else if (other.offer(Encoded.of(new ServerLine.Request(user.name())))) {
            requests++;
            other.askedBy.add(user);
            user.asked.add(other);
            user.send(new ServerLine.Requested(other.name()));
        } else {
            return false;
        }
        return true;
    }

    /** @param asker whose request is accepted; null for the oldest */
    void accept(User user, @Nullable User asker) {
        User other = request(user, asker);
        if (other == null) {
            user.send(ServerLine.Error.NO_REQUEST);
        } else if (other.partner != null) {
            user.send(ServerLine.Error.busy(other.name()));
        } else {
            withdraw(other, user);
            withdraw(user, other);
            user.partner = other;
            other.partner = user;
            user.send(new ServerLine.Private(other.name()));
            other.send(new ServerLine.Private(user.name()));
        }
    }

    /** @param asker whose request is rejected; null for the oldest */
    void reject(User user, @Nullable User asker) {
        User other = request(user, asker);
        if (other == null) {
            user.send(ServerLine.Error.NO_REQUEST);
        } else {
            withdraw(other, user);
            other.send(new ServerLine.Rejected(user.name()));
        }
    }

    /** Ends the user's chat for both; false where there is none. */
    boolean end(User user) {
        User other = user.partner;
        if (other == null) {
            return false;
        }
        part(user, other);
        user.send(new ServerLine.Ended(null));
        return true;
    }

    /** Forgets a user who has gone, ending its chat and withdrawing requests from and to it. */
    void forget(User user) {
        User other = user.partner;
        if (other != null) {
            part(user, other);
        }
        List.copyOf(user.asked).forEach(asked -> withdraw(user, asked));
        List.copyOf(user.askedBy).forEach(asker -> withdraw(asker, user));
    }

    private static void part(User user, User other) {
        user.partner = null;
        other.partner = null;
        other.send(new ServerLine.Ended(user.name()));
    }

    private static @Nullable User request(User user, @Nullable User asker) {
        if (asker != null) {
            return user.askedBy.contains(asker) ? asker : null;
        }
        return user.askedBy.isEmpty() ? null : user.askedBy.iterator().next();
    }

    private void withdraw(User asker, User asked) {
        if (asker.asked.remove(asked)) {
            asked.askedBy.remove(asker);
            requests--;
        }
    }
}
