package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.Quota;
import parley.protocol.ServerLine;

/**
 * The lines of a connection whose opening was not captured. They are held until they tell who the client is and where it
 * stood before the first of them, for at most {@value #MAXIMUM} lines.
 */
final class Midstream {
    private static final int MAXIMUM = 1000;

    /** A line of either side. */
    record Held(Direction direction, ChatLine line) {}

    private final Quota quota;
    private final Deque<Held> lines = new ArrayDeque<>();
    private long taken;
    private boolean full;
    private boolean serverSpoke;
    private boolean hasGap;
    private ClientLine.@Nullable State first;
    private ClientLine.@Nullable State current;
    private String partner = "";
    private String user = "";

    /** @param quota of octets that are kept of all connections */
    Midstream(Quota quota) {
        this.quota = quota;
    }

    /** A line of the client, whole and readable or not. */
    void client(ChatLine line, Dialect dialect) {
        hold(Direction.CLIENT, line);
        if (line.readable()
                && current != ClientLine.State.PRIVATE
                && ClientLine.parse(line.text(), ClientLine.State.LOBBY) instanceof ClientLine.Direct direct
                && Standing.mayBeName(direct.sender(), dialect)) {
            if (user.isEmpty()) {
                user = direct.sender();
            }
            if (first == null && !serverSpoke && hasSentName()) {
                stood(ClientLine.State.OPENING);
            } else if (serverSpoke) {
                stood(ClientLine.State.LOBBY);
            }
            current = ClientLine.State.LOBBY;
        }
    }

    /** A single word that is the client's own name asks nobody for a chat. */
    private boolean hasSentName() {
        return lines.stream()
                .anyMatch(held -> held.direction() == Direction.CLIENT
                        && Names.key(held.line().text()).equals(Names.key(user)));
    }

    /** A line of the server. */
    void server(ChatLine line, ServerLine read) {
        hold(Direction.SERVER, line);
        serverSpoke = true;
        switch (read) {
            case ServerLine.Welcome ignored -> stood(ClientLine.State.OPENING);
            case ServerLine.Prompt ignored -> stood(ClientLine.State.OPENING);
            case ServerLine.Hello hello -> {
                stood(ClientLine.State.OPENING);
                user = hello.name();
            }
            case ServerLine.Request ignored -> stood(ClientLine.State.LOBBY);
            case ServerLine.Requested ignored -> stood(ClientLine.State.LOBBY);
            case ServerLine.Menu ignored -> stood(ClientLine.State.LOBBY);
            case ServerLine.Private ignored -> {
                stood(ClientLine.State.LOBBY);
                current = ClientLine.State.PRIVATE;
            }
            case ServerLine.Text told
            when Standing.mayBeName(told.sender(), Dialect.PARLEY) -> stoodWith(told.sender());
            case ServerLine.Ended ended -> {
                stoodWith(ended.by() == null ? "" : ended.by());
                current = ClientLine.State.LOBBY;
            }
            case ServerLine.Error error -> refused(error);
            default -> {
                // Such a line may come wherever the client stands.
            }
        }
    }

    private void refused(ServerLine.Error error) {
        String name = error.refusedSpeaker();
        if (!name.isEmpty()) {
            user = name;
        }
        if (error.refusesName()) {
            stood(ClientLine.State.OPENING);
        } else if (error.answersCommand()) {
            stood(ClientLine.State.LOBBY);
        }
    }

    private void stoodWith(String other) {
        if (first == null && !hasGap) {
            partner = other;
        }
        stood(ClientLine.State.PRIVATE);
    }

    /** Whatever moves a client is said by the server: so it stood before all lines that are held. */
    private void stood(ClientLine.State state) {
        first = first == null && !hasGap ? state : first;
        current = state;
    }

    /** Lines of the server are missing: what comes after them tells nothing of before. */
    void gap() {
        hasGap = true;
        current = null;
    }

    private void hold(Direction direction, ChatLine line) {
        lines.add(new Held(direction, line));
        full = full || !quota.take(line.size());
        taken += full ? 0 : line.size();
    }

    /** Another connection tells who the client is. */
    void isUser(String name) {
        user = user.isEmpty() ? name : user;
    }

    /** Whether nothing is left to wait for, or no more can be held. */
    boolean isTold() {
        boolean named = !user.isEmpty() && (first != null || hasGap || !serverSpoke);
        return named || first == ClientLine.State.OPENING || full || lines.size() >= MAXIMUM;
    }

    /** Where the client stood before the first line; null where nothing tells. */
    ClientLine.@Nullable State first(Dialect dialect) {
        if (dialect != Dialect.FIRST || first != ClientLine.State.LOBBY || !beginsWithOneWord()) {
            return first;
        }
        // The first server answers a name as it answers a request, by nothing of its own.
        return user.isEmpty() ? null : hasSentName() ? ClientLine.State.OPENING : first;
    }

    private boolean beginsWithOneWord() {
        return lines.stream()
                .filter(held -> held.direction() == Direction.CLIENT)
                .limit(1)
                .anyMatch(held -> held.line().text().indexOf(' ') < 0);
    }

    /** Whom it was in private with then; empty for nobody, or where nothing tells. */
    String partner() {
        return partner;
    }

    /** Who the client is, empty where nothing tells. */
    String user() {
        return user;
    }

    /** The lines in order; they are held no longer. */
    List<Held> release() {
        List<Held> all = List.copyOf(lines);
        lines.clear();
        quota.give(taken);
        taken = 0;
        return all;
    }
}
