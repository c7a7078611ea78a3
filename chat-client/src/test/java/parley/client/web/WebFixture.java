package parley.client.web;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** A chat server and the page's server before it. */
@Timeout(90)
abstract class WebFixture {
    final HttpClient client = HttpClient.newHttpClient();
    ChatServer server = chat(0);
    private WebServer web = web(UnaryOperator.identity());

    static ChatServer chat(int port) {
        try {
            return ChatServer.start(ServerOptions.defaults().withAddress("127.0.0.1", port));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private WebServer web(UnaryOperator<WebOptions> change) {
        try {
            return WebServer.start(change.apply(WebOptions.of(server.address()).listeningOn("127.0.0.1", 0)));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Starts the page's server anew with other options. */
    WebServer restarted(UnaryOperator<WebOptions> change) {
        web.close();
        web = web(change);
        return web;
    }

    WebServer web() {
        return web;
    }

    Page tab() throws InterruptedException {
        return Page.open(client, web);
    }

    /** A tab's place is free once the server has noticed that it is closed, and that is told nobody. */
    String firstEventOfATabThatHasRoom() throws InterruptedException {
        while (true) {
            Page page = Page.openAny(client, web());
            String event = page.next().get("event").getAsString();
            if (!event.equals("fault")) {
                return event;
            }
        }
    }

    @AfterEach
    void closeAll() {
        client.shutdownNow();
        web.close();
        server.close();
    }
}
