package parley.client.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A page as the server sees it: a WebSocket that sends frames and keeps what it is told. */
final class Page implements WebSocket.Listener {
    /** How a WebSocket was closed. */
    record Closed(int code, String reason) {}

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
    private final List<JsonObject> passed = new ArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private Page(HttpClient client, int port) {
        this.socket = client.newWebSocketBuilder()
                .header("Origin", "http://127.0.0.1:" + port)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
                .join();
    }

    /** Opens a tab, which has been told that it is ready. */
    static Page open(HttpClient client, WebServer web) throws InterruptedException {
        return open(client, web.address());
    }

    static Page open(HttpClient client, InetSocketAddress web) throws InterruptedException {
        Page page = new Page(client, web.getPort());
        page.next("ready");
        return page;
    }

    /** Opens one that may be closed at once. */
    static Page openAny(HttpClient client, WebServer web) {
        return new Page(client, web.address().getPort());
    }

    /** Takes a name; returns when it is taken. */
    Page named(String name) throws InterruptedException {
        send("{'do':'name','name':'" + name + "'}");
        next("named", event -> event.get("name").getAsString().equals(name));
        return this;
    }

    /** Sends a frame, in which ' stands for ". */
    void send(String frame) {
        sendText(frame.replace('\'', '"'));
    }

    void sendText(String frame) {
        socket.sendText(frame, true)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Sends it unless the other side has closed already. */
    boolean trySend(String frame) {
        try {
            send(frame);
            return true;
        } catch (CompletionException closedAlready) {
            return false;
        }
    }

    WebSocket socket() {
        return socket;
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** The next event, whatever it is. */
    JsonObject next() throws InterruptedException {
        JsonObject frame = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("nothing more; there were " + passed);
        }
        passed.add(frame);
        return frame;
    }

    /** Passes over events up to the next of this name. */
    JsonObject next(String event) throws InterruptedException {
        return next(event, _ -> true);
    }

    /** Passes over events up to the next of this name that is so. */
    JsonObject next(String event, Predicate<JsonObject> which) throws InterruptedException {
        while (true) {
            JsonObject frame = next();
            if (frame.get("event").getAsString().equals(event) && which.test(frame)) {
                return frame;
            }
        }
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** How the server closed it. */
    Closed closed() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            told.add(JsonParser.parseString(text.toString()).getAsJsonObject());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }
}
