package parley.client.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/** Hands what Jetty tells of one WebSocket to its tab, which asks for each frame. Jetty calls it, one call at a time. */
@SuppressWarnings("NullAway.Init")
public final class TabSocket implements Session.Listener {
    private final Tabs tabs;
    private final WebOptions options;

    /** From the first call on. */
    private Tab tab;

    TabSocket(Tabs tabs, WebOptions options) {
        this.tabs = tabs;
        this.options = options;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        tab = new Tab(session, options);
        if (tabs.add(tab)) {
            tab.start();
        } else {
            tab.fault(StatusCode.TRY_AGAIN_LATER, options.tabs() + " tabs are open already: close one");
        }
        session.demand();
    }

    @Override
    public void onWebSocketText(String message) {
        tab.received(message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        tab.receivedBinary(callback);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        tab.receivedPong();
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        callback.succeed();
        tab.gone();
        tabs.remove(tab);
    }
}
