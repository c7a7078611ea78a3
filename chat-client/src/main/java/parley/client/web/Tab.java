package parley.client.web;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import parley.client.LocalPort;
import parley.client.session.ChatSession;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;

/** A page that is open: one WebSocket, one {@link ChatSession}. Both end together. */
final class Tab {
    /** For a line of which nobody needs to be told. */
    private static final long UNTOLD = 0;

    /** What a page may want done while its session waits for it to read. */
    static final int MOST_UNDONE = 400;

    private final Session page;
    private final InetSocketAddress server;
    private final @Nullable WireWatcher watcher;
    private final LinePlaces places;
    private final TabFrames frames;
    private final FrameRate rate = new FrameRate(System.nanoTime());
    private final TabOutbox outbox;
    private final ChatSession chat;
    private volatile long heard = System.nanoTime();
    private volatile boolean ending;

    Tab(Session page, WebOptions options) {
        this.page = page;
        this.watcher = options.watcher();
        this.places = new LinePlaces(watcher != null);
        this.frames = new TabFrames(places);
        this.outbox = new TabOutbox(page, options.takeWithin());
        this.server = options.server();
        this.chat = new ChatSession(options.server(), LocalPort.ANY, options.transport(), this::tell);
    }

    /** Tells the page where it is. */
    void start() {
        put(frames.ready(server, watcher == null ? null : watcher.description()));
    }

    /** Does what the page wants. Jetty's threads call it, one at a time, and are never kept. */
    void received(String frame) {
        heard = System.nanoTime();
        if (ending) {
            page.demand();
            return;
        }
        try {
            if (!rate.take(System.nanoTime())) {
                throw new MalformedFrameException("more than " + FrameRate.PER_SECOND + " frames a second");
            }
            if (chat.backlog() >= MOST_UNDONE) {
                throw new MalformedFrameException("the page does not read what it is told");
            }
            act(PageFrame.read(frame));
        } catch (MalformedFrameException wrong) {
            fault(StatusCode.POLICY_VIOLATION, String.valueOf(wrong.getMessage()));
            page.demand();
        }
    }

    private void act(PageFrame wanted) {
        switch (wanted) {
            case PageFrame.Name name -> chat.name(name.name());
            case PageFrame.Connect _ -> chat.connect();
            case PageFrame.Line line -> chat.submit(line.id(), line.line());
            case PageFrame.Say say -> chat.say(say.id(), say.partner(), say.text());
            case PageFrame.Exit _ -> chat.submit(UNTOLD, new ClientLine.Exit());
            case PageFrame.Layers layers -> {
                // Nothing more is read of the page until it can be answered.
                Thread.ofVirtual().name("layers").start(() -> {
                    put(frames.layers(layers.line(), find(layers.line())));
                    page.demand();
                });
                return;
            }
        }
        page.demand();
    }

    private @Nullable LineOnWire find(long line) {
        return watcher == null ? null : places.find(line).flatMap(watcher::find).orElse(null);
    }

    void receivedBinary(Callback taken) {
        taken.succeed();
        fault(StatusCode.BAD_DATA, "frames are text");
        page.demand();
    }

    void receivedPong() {
        heard = System.nanoTime();
        page.demand();
    }

    /** Pings the page, or gives it up where it has been silent for two pings. */
    void check(Duration pingEvery) {
        if (System.nanoTime() - heard > 2 * pingEvery.toNanos()) {
            page.disconnect();
        } else if (!ending) {
            page.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    /** Tells the page what it did wrong, and closes. */
    void fault(int code, String reason) {
        ending = true;
        outbox.end(TabFrames.fault(reason), code, reason);
        chat.close();
    }

    /** Closes the WebSocket, and the session with it. */
    void end(int code, String reason) {
        ending = true;
        outbox.end(code, reason);
        chat.close();
    }

    /** The WebSocket is closed. */
    void gone() {
        ending = true;
        outbox.gone();
        chat.close();
    }

    /** Waits where the page is slow, and then so does the session, and the server's lines in TCP. */
    private void tell(SessionEvent event) {
        if (event instanceof SessionEvent.Written written && written.id() == UNTOLD) {
            return;
        }
        put(frames.of(event));
        if (event instanceof SessionEvent.Over) {
            end(StatusCode.NORMAL, "the chat is over");
        }
    }

    private void put(String frame) {
        try {
            outbox.put(frame);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
