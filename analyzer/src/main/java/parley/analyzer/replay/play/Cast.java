package parley.analyzer.replay.play;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who plays on which connection. Which captured client one is that calls a played server may be known only once it has
 * said something. Used by one thread.
 */
final class Cast {
    private final List<Player> players;
    private final Map<LiveConnection, Player> playerOf = new HashMap<>();

    Cast(List<Player> players) {
        this.players = List.copyOf(players);
    }

    /** All connections that there have been. */
    Collection<LiveConnection> connections() {
        return playerOf.keySet();
    }

    /** Whether anybody is connected. */
    boolean isAnyConnected() {
        return players.stream().anyMatch(Player::isConnected);
    }

    /** The first who is not connected; empty where all are. */
    Optional<Player> next() {
        return players.stream().filter(player -> !player.isConnected()).findFirst();
    }

    void connect(Player player, LiveConnection connection) {
        playerOf.put(connection, player);
        player.connect(connection);
    }

    /** Who plays there. */
    Player of(LiveConnection connection) {
        return Objects.requireNonNull(playerOf.get(connection));
    }

    /**
     * Who plays there, by what a client says first: another one where that fits better, and neither client could have
     * told from what it was sent. They exchange their connections.
     */
    Player decided(LiveConnection connection, byte[] first) {
        Player assumed = of(connection);
        Player best = assumed;
        for (Player other : players) {
            if (other.part().fit(first) > best.part().fit(first) && areExchangeable(assumed, other)) {
                best = other;
            }
        }
        if (best != assumed) {
            exchange(assumed, best);
        }
        return best;
    }

    private static boolean areExchangeable(Player one, Player other) {
        long told = Math.max(told(one), told(other));
        return other.isUndecided() && one.part().beginsAs(other.part(), told);
    }

    private static long told(Player player) {
        LiveConnection connection = player.connection();
        return connection == null ? 0 : connection.said();
    }

    private void exchange(Player one, Player other) {
        LiveConnection first = Objects.requireNonNull(one.connection());
        LiveConnection second = other.connection();
        one.disconnect();
        connect(other, first);
        if (second != null) {
            connect(one, second);
        }
    }
}
