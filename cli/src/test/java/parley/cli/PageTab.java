package parley.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A tab without a browser: what the page's script says to the server, and hears of it. */
final class PageTab implements WebSocket.Listener, AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final StringBuilder frame = new StringBuilder();
    private final WebSocket socket;

    private PageTab(URI page) throws Exception {
        String origin = page.getScheme() + "://" + page.getAuthority();
        socket = client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create("ws://" + page.getAuthority() + "/ws"), this)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens the page's WebSocket. */
    static PageTab open(String page) throws Exception {
        return new PageTab(URI.create(page));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            heard.add(JsonParser.parseString(frame.toString()).getAsJsonObject());
            frame.setLength(0);
        }
        from.request(1);
        return null;
    }

    void send(String json) throws Exception {
        socket.sendText(json, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The next event of that name; others before it are passed over. */
    JsonObject await(String event) throws InterruptedException {
        while (true) {
            JsonObject next = Objects.requireNonNull(
                    heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "nothing heard while waiting for " + event);
            if (next.get("event").getAsString().equals(event)) {
                return next;
            }
        }
    }

    /** The frames of a line, asked for until they are captured and acknowledged. */
    JsonObject layers(long line) throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            send("{\"do\":\"layers\",\"line\":" + line + "}");
            JsonObject layers = await("layers");
            if (!layers.get("found").isJsonNull()
                    && !layers.getAsJsonObject("found").get("ack").isJsonNull()) {
                return layers.getAsJsonObject("found");
            }
        }
        throw new AssertionError("the frames of line " + line + " are not found");
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
    }
}
