package parley.cli.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import parley.client.web.WebOptions;
import parley.client.web.WebServer;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** A chat server and its page for each test, one browser for all tests of a class. */
@Timeout(300)
abstract class PageTest {
    private static final double PATIENCE_MILLIS = 30_000;

    private static @Nullable Chromium chromium;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private @Nullable ChatServer server;
    private @Nullable WebServer web;
    private boolean webSocketsFail;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void endBrowser() {
        if (chromium != null) {
            chromium.close();
            chromium = null;
        }
    }

    @AfterEach
    final void end() {
        contexts.forEach(BrowserContext::close);
        if (web != null) {
            web.close();
        }
        if (server != null) {
            server.close();
        }
        if (webSocketsFail) {
            complaints.removeIf(complaint -> complaint.startsWith("WebSocket connection to"));
        }
        assertEquals(List.of(), complaints, "what browsers complained of");
    }

    ServerOptions serverOptions() {
        return ServerOptions.defaults();
    }

    WebOptions webOptions(WebOptions options) {
        return options;
    }

    /** The test's chat server, started at the first call. */
    final ChatServer server() throws IOException {
        if (server == null) {
            server = ChatServer.start(serverOptions().withPort(0));
        }
        return server;
    }

    /** The test's web server, started at the first call. */
    final WebServer web() throws IOException {
        if (web == null) {
            web = WebServer.start(webOptions(WebOptions.of(server().address()).listeningOn("127.0.0.1", 0)));
        }
        return web;
    }

    /** Ends the chat server, does something, and starts one on the same port. */
    final void withoutServer(Runnable meanwhile) throws IOException {
        int port = server().address().getPort();
        server().close();
        meanwhile.run();
        server = ChatServer.start(serverOptions().withPort(port));
    }

    /** Ends the web server, does something, and starts one on the same port. */
    final void withoutWeb(Runnable meanwhile) throws IOException {
        webSocketsFail = true;
        int port = web().address().getPort();
        web().close();
        meanwhile.run();
        web = WebServer.start(webOptions(WebOptions.of(server().address()).listeningOn("127.0.0.1", port)));
    }

    /** A tab with the page in a profile of its own. */
    final Visitor visitor() throws IOException {
        return visitor(new Browser.NewContextOptions());
    }

    final Visitor visitor(Browser.NewContextOptions options) throws IOException {
        Chromium running = chromium;
        if (running == null) {
            throw new IllegalStateException("no browser is started");
        }
        BrowserContext context = running.browser().newContext(options);
        contexts.add(context);
        return Visitor.open(context, web().url(), complaints);
    }
}
