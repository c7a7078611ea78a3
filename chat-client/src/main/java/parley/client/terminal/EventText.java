package parley.client.terminal;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/** What a terminal shows of an event, in words. To be asked before the state learns of the event. */
final class EventText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final ChatState state;
    private final Palette palette;
    private final InstantSource clock;
    private final ZoneId zone;
    private final RefusalText refusals;

    EventText(ChatState state, Palette palette, InstantSource clock, ZoneId zone) {
        this.state = state;
        this.palette = palette;
        this.clock = clock;
        this.zone = zone;
        this.refusals = new RefusalText(state, palette);
    }

    /** The lines to show, none for many an event. */
    List<AttributedString> of(SessionEvent event) {
        if (state.isOfLookup(event)) {
            return List.of();
        }
        Words words = switch (event) {
            case SessionEvent.NameWanted wanted -> nameWanted(wanted.refusal());
            case SessionEvent.Disconnected lost -> disconnected(lost);
            case SessionEvent.Named named -> named(named);
            case SessionEvent.Online online when state.isListDue() -> online(online.names());
            case SessionEvent.Found found -> found(found);
            case SessionEvent.Joined joined -> some(joined.names()).dim(" joined");
            case SessionEvent.Left left -> some(left.names()).dim(" left");
            case SessionEvent.PresenceOff off ->
                words().dim(off.online()
                        + " are online, too many to list: who and the beginning of a name finds people");
            case SessionEvent.Message message -> now().other(message.sender()).to(message.recipients(), message.text());
            case SessionEvent.Said said ->
                now().inPrivate().other(said.sender()).dim(": ").text(said.text());
            case SessionEvent.Requested requested ->
                words().other(requested.name()).dim(" is asked for a private chat with you");
            case SessionEvent.RequestFrom request -> request(request.name());
            case SessionEvent.Rejected rejected ->
                words().other(rejected.by()).text(" does not want a private chat now");
            case SessionEvent.PrivateBegan began ->
                words().inPrivate()
                        .text("private chat with ")
                        .other(began.partner())
                        .dim("; what you write goes to nobody else, leave ends it");
            case SessionEvent.PrivateEnded ended -> privateEnded(ended);
            case SessionEvent.Menu menu -> words().dim("the server understands: " + menu.items());
            case SessionEvent.Pending pending -> pending(pending);
            case SessionEvent.NotSent not ->
                words().wrong("not sent, " + not.reason() + ": ").unsent(not.line());
            case SessionEvent.Refused refused -> refusals.of(refused);
            case SessionEvent.Strange strange ->
                words().dim("the server says: " + strange.line().format());
            case SessionEvent.Connecting _,
                    SessionEvent.Connected _,
                    SessionEvent.Online _,
                    SessionEvent.OnlineMore _,
                    SessionEvent.PresenceOn _,
                    SessionEvent.RequestOver _,
                    SessionEvent.Written _ -> null;
            case SessionEvent.Over _ -> words().dim("goodbye");
        };
        return words == null ? List.of() : List.of(words.end());
    }

    private Words words() {
        return new Words(state, palette);
    }

    private Words now() {
        return words().dim(TIME.format(LocalTime.ofInstant(clock.instant(), zone)) + " ");
    }

    private Words nameWanted(@Nullable String refusal) {
        return refusal == null
                ? words().dim("Give a name to be known by.")
                : words().wrong(refusal).text(": give another name");
    }

    private @Nullable Words disconnected(SessionEvent.Disconnected lost) {
        int before = state.timesLostLike(lost);
        if (before > 1) {
            return null;
        }
        String reason = lost.reason().equals(ServerLine.Error.IDLE.reason())
                ? "the server ends connections on which nothing is written for long"
                : lost.reason();
        Words words = words().wrong(state.isConnected() ? "connection lost: " : "no connection: ")
                .text(reason);
        Duration delay = lost.retryIn();
        if (delay == null) {
            return words.dim(
                    state.standing() == ChatState.Standing.NAMING
                            ? "; a name connects again"
                            : "; Enter connects again");
        }
        return words.dim("; trying again " + (before == 0 ? "in " : "every ") + seconds(delay)
                + (state.isConnected()
                        ? ", Enter tries at once; what you write meanwhile waits"
                        : ", Enter tries at once"));
    }

    private static String seconds(Duration delay) {
        return delay.toMillis() % 1000 == 0 ? delay.toSeconds() + " s" : delay.toMillis() / 1000.0 + " s";
    }

    private Words named(SessionEvent.Named named) {
        return named.again()
                ? words().styled("connected again as " + named.name(), palette.well())
                : words().text("You are ")
                        .styled(named.name(), palette.self())
                        .dim("; help explains words and keys, Tab completes");
    }

    private Words online(List<String> names) {
        List<String> others = names.stream().filter(name -> !state.isMe(name)).toList();
        return others.isEmpty()
                ? words().dim("nobody else is online")
                : words().dim("online: ").someNames(others, "; who lists everybody");
    }

    private Words found(SessionEvent.Found found) {
        String prefix = found.prefix();
        if (found.more()) {
            return words().dim("online as well: ").names(found.names());
        }
        if (prefix == null) {
            return words().dim("online: ").names(found.names());
        }
        return found.names().isEmpty()
                ? words().dim("nobody is online whose name begins with " + prefix)
                : words().dim("online, beginning with " + prefix + ": ").names(found.names());
    }

    private Words some(List<String> names) {
        return words().someNames(names, "");
    }

    private Words request(String name) {
        Words words = words().other(name)
                .styled(" asks you for a private chat", palette.asking())
                .dim(": ")
                .text("Alt-A")
                .dim(" or ")
                .text("accept " + name)
                .dim(", ")
                .text("Alt-R")
                .dim(" or ")
                .text("reject " + name);
        String first = state.firstAsker().orElse(name);
        return first.equals(name)
                ? words
                : words.dim("; the keys answer ").other(first).dim(" first");
    }

    private Words privateEnded(SessionEvent.PrivateEnded ended) {
        Words words = words().inPrivate();
        return ended.by() == null
                ? words.text("you have left the private chat with ").other(ended.partner())
                : words.other(ended.by()).text(" has ended the private chat");
    }

    private String awaited() {
        if (!state.isConnected()) {
            return "a connection";
        }
        return state.standing().hasName() ? "somebody who is not back yet" : "a name";
    }

    private @Nullable Words pending(SessionEvent.Pending pending) {
        ClientLine line = pending.line();
        boolean waited = state.isWaiting(pending.id());
        if (pending.waits()) {
            return waited ? null : now().written(line).styled(" (waits for " + awaited() + ")", palette.asking());
        }
        if (waited) {
            return now().written(line).styled(" (sent now)", palette.well());
        }
        return switch (line) {
            case ClientLine.Direct _, ClientLine.Text _ -> now().written(line);
            case ClientLine.Reject reject
            when reject.name() != null -> words().dim("you reject ").name(reject.name());
            default -> null;
        };
    }
}
