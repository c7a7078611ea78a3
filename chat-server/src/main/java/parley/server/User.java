package parley.server;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/** Somebody who has a name, as long as the connection lasts. */
final class User {
    private static final int SEPARATOR_BYTES = 2;

    private final long client;
    private final String name;
    private final String key;
    private final int listBytes;
    private final Outbox outbox;

    /** Number of the last join or leave that this user was told, or that the list showed. Guarded by the registry. */
    long knows;

    /** The other one in the private chat. Written under the registry's monitor, read by anybody. */
    volatile @Nullable User partner;

    /** Those who have asked this user and wait for the answer, oldest first. Guarded by the registry. */
    final Set<User> askedBy = new LinkedHashSet<>();

    /** Whose answers this user waits for. Guarded by the registry. */
    final Set<User> asked = new HashSet<>();

    /**
     * @param client the connection's number
     * @param name in its canonical form
     */
    User(long client, String name, Outbox outbox) {
        this.client = client;
        this.name = name;
        this.key = Names.key(name);
        this.listBytes = name.getBytes(StandardCharsets.UTF_8).length + SEPARATOR_BYTES;
        this.outbox = outbox;
    }

    /** The number of the user's connection. */
    long client() {
        return client;
    }

    String name() {
        return name;
    }

    /** What makes the name unique. */
    String key() {
        return key;
    }

    /** What the name adds to a list of users. */
    int listBytes() {
        return listBytes;
    }

    ClientLine.State state() {
        return partner == null ? ClientLine.State.LOBBY : ClientLine.State.PRIVATE;
    }

    /** Sends what this user is owed: answers, and what comes of its own requests. */
    void send(ServerLine... lines) {
        outbox.send(lines);
    }

    /** Sends what this user is owed. */
    void send(Encoded... lines) {
        outbox.send(lines);
    }

    /** As {@link Outbox#offer}. */
    boolean offer(Encoded... lines) {
        return outbox.offer(lines);
    }

    /** As {@link Outbox#awaitRoom}. */
    boolean awaitRoom(int cost, long deadline) {
        return outbox.awaitRoom(cost, deadline);
    }
}
