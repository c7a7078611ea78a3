package parley.client.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.client.TerminalText;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/** What a terminal knows of its chat, learnt from events. May be used by any thread. */
final class ChatState {
    /** What is typed next. */
    enum Standing {
        /** A line that waits until the server has taken the name it was given. */
        BEGINNING,
        /** A name. */
        NAMING,
        LOBBY,
        PRIVATE;

        boolean hasName() {
            return this == LOBBY || this == PRIVATE;
        }
    }

    /** Names and lines kept at most; the oldest are forgotten. */
    private static final int KEPT = 10_000;

    private final Map<String, String> names = limited();
    private final Map<String, String> requests = new LinkedHashMap<>();
    private final Map<Long, ClientLine> lines = limited();
    private final Set<Long> waiting = new HashSet<>();
    private final Lookups lookups = new Lookups();

    private Standing standing = Standing.BEGINNING;
    private @Nullable String me;
    private @Nullable String partner;
    private boolean connected;
    private boolean wasConnected;
    private boolean listIsDue;
    private boolean presence = true;
    private int unread;
    private @Nullable String lostBecause;
    private @Nullable Duration retryIn;
    private int lostAlike;

    private static <K, V> Map<K, V> limited() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT;
            }
        };
    }

    /** Learns from an event. */
    synchronized void apply(SessionEvent event) {
        switch (event) {
            case SessionEvent.Connecting _ -> {}
            case SessionEvent.Connected _ -> {
                connected = true;
                wasConnected = true;
            }
            case SessionEvent.Disconnected lost -> lost(lost);
            case SessionEvent.NameWanted _ -> standing = Standing.NAMING;
            case SessionEvent.Named is -> {
                me = is.name();
                standing = Standing.LOBBY;
                listIsDue = true;
                lostBecause = null;
                retryIn = null;
                lostAlike = 0;
            }
            case SessionEvent.Online online -> {
                names.clear();
                know(online.names());
                listIsDue = false;
                presence = true;
            }
            case SessionEvent.OnlineMore more -> know(more.names());
            case SessionEvent.Joined joined -> know(joined.names());
            case SessionEvent.Left left -> left.names().forEach(name -> names.remove(Names.key(name)));
            case SessionEvent.PresenceOff _ -> presence = false;
            case SessionEvent.PresenceOn _ -> listIsDue = true;
            case SessionEvent.Found found -> {
                know(found.names());
                lookups.found(found);
            }
            case SessionEvent.Message message -> {
                know(List.of(message.sender()));
                unread++;
            }
            case SessionEvent.Said _ -> unread++;
            case SessionEvent.Requested requested -> know(List.of(requested.name()));
            case SessionEvent.RequestFrom request -> {
                know(List.of(request.name()));
                requests.put(Names.key(request.name()), request.name());
            }
            case SessionEvent.RequestOver over -> requests.remove(Names.key(over.name()));
            case SessionEvent.PrivateBegan began -> {
                standing = Standing.PRIVATE;
                partner = began.partner();
            }
            case SessionEvent.PrivateEnded _ -> {
                standing = Standing.LOBBY;
                partner = null;
            }
            case SessionEvent.Pending pending -> {
                lines.put(pending.id(), pending.line());
                if (pending.waits()) {
                    waiting.add(pending.id());
                } else {
                    waiting.remove(pending.id());
                    lookups.sent(pending.id(), pending.line());
                }
            }
            case SessionEvent.NotSent not -> {
                waiting.remove(not.id());
                lookups.over(not.id());
            }
            case SessionEvent.Refused refused -> lookups.over(refused.id());
            case SessionEvent.Rejected _,
                    SessionEvent.Menu _,
                    SessionEvent.Strange _,
                    SessionEvent.Written _,
                    SessionEvent.Over _ -> {}
        }
    }

    private void lost(SessionEvent.Disconnected lost) {
        connected = false;
        partner = null;
        requests.clear();
        lookups.lost();
        if (standing == Standing.PRIVATE) {
            standing = Standing.LOBBY;
        }
        lostAlike = isLostAsBefore(lost) ? lostAlike + 1 : 0;
        lostBecause = lost.reason();
        retryIn = lost.retryIn();
    }

    private boolean isLostAsBefore(SessionEvent.Disconnected lost) {
        return lost.reason().equals(lostBecause) && Objects.equals(lost.retryIn(), retryIn);
    }

    private void know(Collection<String> more) {
        more.forEach(name -> names.put(Names.key(name), name));
    }

    /** The name that was wanted is given; whether the server takes it an event tells. */
    synchronized void nameGiven() {
        if (standing == Standing.NAMING) {
            standing = Standing.BEGINNING;
        }
    }

    synchronized Standing standing() {
        return standing;
    }

    /** The user's name; null where the server has taken none yet. */
    synchronized @Nullable String me() {
        return me;
    }

    synchronized boolean isMe(String name) {
        return me != null && Names.key(me).equals(Names.key(name));
    }

    /**
     * Somebody else's name, safe to show: in quotes where it is the user's own in another spelling, or one that no server
     * of today takes and that could be read as a word of this client's.
     */
    String shown(String name) {
        return isMe(name) || Names.refusal(name).isPresent()
                ? "“" + TerminalText.printable(name) + "”"
                : TerminalText.printable(name);
    }

    /** Who the private chat is with; null in the lobby. */
    synchronized @Nullable String partner() {
        return partner;
    }

    synchronized boolean isConnected() {
        return connected;
    }

    /** Whether there was a connection at any time. */
    synchronized boolean wasConnected() {
        return wasConnected;
    }

    /** Whether the next list says who is online without having been asked for. */
    synchronized boolean isListDue() {
        return listIsDue;
    }

    /** Whether the server tells who is online. */
    synchronized boolean hasPresence() {
        return presence;
    }

    /** Whether there is a connection to be made; its failure is told again then, also where it is the same. */
    synchronized boolean retriesNow() {
        if (connected || !wasConnected) {
            return false;
        }
        lostBecause = null;
        return true;
    }

    /** How often just this has been told already, one time after the other. */
    synchronized int timesLostLike(SessionEvent.Disconnected lost) {
        return isLostAsBefore(lost) ? lostAlike + 1 : 0;
    }

    /** Everybody known but the user, in order of name. */
    synchronized List<String> others() {
        List<String> others = new ArrayList<>(names.values());
        others.removeIf(this::isMe);
        others.sort(String.CASE_INSENSITIVE_ORDER);
        return others;
    }

    /** Who asks for a private chat, the oldest request first. */
    synchronized List<String> askers() {
        return List.copyOf(requests.values());
    }

    /** Who has asked first of those who ask. */
    synchronized Optional<String> firstAsker() {
        return requests.values().stream().findFirst();
    }

    synchronized boolean asks(String name) {
        return requests.containsKey(Names.key(name));
    }

    /** A line of the user's; null where it is not known any more. */
    synchronized @Nullable ClientLine line(long id) {
        return lines.get(id);
    }

    /** Whether the line waits to be sent. */
    synchronized boolean isWaiting(long id) {
        return waiting.contains(id);
    }

    /** Messages since the last key. */
    synchronized int unread() {
        return unread;
    }

    synchronized void keyPressed() {
        unread = 0;
    }

    /**
     * A line that is to ask for names for completion; nothing of it is shown. Complete when their first part is known,
     * or when there is no answer to wait for.
     */
    synchronized CompletableFuture<Void> lookup(long id) {
        return lookups.begin(id);
    }

    /** Whether an event is about a line that asks for names for completion. */
    synchronized boolean isOfLookup(SessionEvent event) {
        return switch (event) {
            case SessionEvent.Pending pending -> lookups.has(pending.id());
            case SessionEvent.NotSent not -> lookups.has(not.id());
            case SessionEvent.Refused refused -> lookups.has(refused.id());
            case SessionEvent.Found found -> lookups.areAnsweredBy(found);
            default -> false;
        };
    }
}
