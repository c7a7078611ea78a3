package parley.client.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.client.session.SessionEvent;
import parley.protocol.HostPort;

/** What a page is told, as JSON: an event's name and its components. */
final class TabFrames {
    /** A page's numbers are exact up to here. */
    private static final long EXACT = 1L << 53;

    private static final JsonSerializer<Long> EXACTLY =
            (number, type, context) -> Math.abs(number) <= EXACT ? new JsonPrimitive(number) : text(number);

    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .registerTypeAdapter(Long.class, EXACTLY)
            .registerTypeAdapter(long.class, EXACTLY)
            .create();

    private final LinePlaces places;

    TabFrames(LinePlaces places) {
        this.places = places;
    }

    private static JsonPrimitive text(long number) {
        return new JsonPrimitive(Long.toString(number));
    }

    String ready(InetSocketAddress server, @Nullable String layers) {
        return frame("ready", "server", HostPort.format(server), "layers", layers);
    }

    String layers(long line, @Nullable LineOnWire found) {
        return frame("layers", "line", line, "found", found);
    }

    static String fault(String reason) {
        return frame("fault", "reason", reason);
    }

    /** Gives the line that an event is about its number. */
    String of(SessionEvent event) {
        return switch (event) {
            case SessionEvent.Connecting _ -> frame("connecting");
            case SessionEvent.Disconnected e ->
                frame(
                        "disconnected",
                        "reason",
                        e.reason(),
                        "retryInMillis",
                        e.retryIn() == null ? null : e.retryIn().toMillis());
            case SessionEvent.Connected e -> frame("connected", "localPort", e.localPort());
            case SessionEvent.NameWanted e -> frame("nameWanted", "refusal", e.refusal());
            case SessionEvent.Named e -> frame("named", "name", e.name(), "again", e.again());
            case SessionEvent.Online e -> frame("online", "names", e.names());
            case SessionEvent.OnlineMore e -> frame("onlineMore", "names", e.names());
            case SessionEvent.Joined e -> frame("joined", "names", e.names());
            case SessionEvent.Left e -> frame("left", "names", e.names());
            case SessionEvent.PresenceOff e -> frame("presenceOff", "online", e.online());
            case SessionEvent.PresenceOn _ -> frame("presenceOn");
            case SessionEvent.Found e -> frame("found", "prefix", e.prefix(), "names", e.names(), "more", e.more());
            case SessionEvent.Message e ->
                frame(
                        "message",
                        "sender",
                        e.sender(),
                        "recipients",
                        e.recipients(),
                        "text",
                        e.text(),
                        "line",
                        places.number(e.place()));
            case SessionEvent.Said e ->
                frame("said", "sender", e.sender(), "text", e.text(), "line", places.number(e.place()));
            case SessionEvent.Requested e -> frame("requested", "name", e.name());
            case SessionEvent.RequestFrom e -> frame("requestFrom", "name", e.name());
            case SessionEvent.RequestOver e -> frame("requestOver", "name", e.name());
            case SessionEvent.Rejected e -> frame("rejected", "by", e.by());
            case SessionEvent.PrivateBegan e -> frame("privateBegan", "partner", e.partner());
            case SessionEvent.PrivateEnded e -> frame("privateEnded", "partner", e.partner(), "by", e.by());
            case SessionEvent.Menu e -> frame("menu", "items", e.items());
            case SessionEvent.Pending e -> frame("pending", "id", e.id(), "waits", e.waits());
            case SessionEvent.Written e -> frame("written", "id", e.id(), "line", places.number(e.place()));
            case SessionEvent.NotSent e -> frame("notSent", "id", e.id(), "reason", e.reason());
            case SessionEvent.Refused e -> frame("refused", "id", e.id(), "reason", e.reason());
            case SessionEvent.Strange e -> frame("strange", "text", e.line().format());
            case SessionEvent.Over _ -> frame("over");
        };
    }

    /** @param namesAndValues alternating */
    private static String frame(String event, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event", event);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return GSON.toJson(fields);
    }
}
