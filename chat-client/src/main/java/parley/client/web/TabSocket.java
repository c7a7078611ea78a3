package parley.client.web;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** Hands what Jetty tells of one WebSocket to its tab, which asks for each frame. Jetty calls it, one call at a time. */
public final class TabSocket implements Session.Listener {
    private final Tabs tabs;

    /** Empty where there was no room for it. */
    private Optional<Tab> tab = Optional.empty();

    TabSocket(Tabs tabs) {
        this.tabs = tabs;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        tab = tabs.open(session);
        tab.ifPresent(Tab::start);
        // Without a tab this one is for the answer to the close.
        session.demand();
    }

    @Override
    public void onWebSocketText(String message) {
        tab.ifPresent(open -> open.received(message));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        tab.ifPresentOrElse(open -> open.receivedBinary(callback), callback::succeed);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        tab.ifPresent(Tab::receivedPong);
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        callback.succeed();
        tab.ifPresent(open -> {
            open.gone();
            tabs.remove(open);
        });
    }
}
