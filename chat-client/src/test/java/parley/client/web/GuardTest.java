package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.web.RawConnection.Answer;

/** Who may ask, under which name, and what every answer tells the browser. */
class GuardTest extends WebFixture {
    private String host() {
        return "127.0.0.1:" + port();
    }

    private int port() {
        return web().address().getPort();
    }

    private static void isGuarded(Answer answer, String webSocket) {
        assertEquals(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
                        + webSocket + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                answer.field("content-security-policy"));
        assertEquals("nosniff", answer.field("x-content-type-options"));
        assertEquals("DENY", answer.field("x-frame-options"));
        assertEquals("no-referrer", answer.field("referrer-policy"));
        assertEquals("same-origin", answer.field("cross-origin-opener-policy"));
        assertEquals("same-origin", answer.field("cross-origin-resource-policy"));
        assertTrue(answer.field("permissions-policy").contains("camera=()"));
        assertFalse(answer.head().contains("access-control-"), answer.head());
        assertFalse(answer.head().contains("set-cookie"), answer.head());
        assertEquals("", answer.field("server"));
    }

    @Test
    void thePageIsServed() throws Exception {
        Answer answer = RawConnection.ask(web(), "GET /", "Host: " + host(), "Accept-Encoding: gzip, br");

        assertEquals(200, answer.status());
        assertEquals("", answer.field("content-encoding"));
        assertEquals("text/html;charset=utf-8", answer.field("content-type").replace(" ", ""));
        assertEquals("no-cache", answer.field("cache-control"));
        assertTrue(answer.body().contains("Parley"));
        assertTrue(answer.body().endsWith("</html>\n"), "not whole");
        isGuarded(answer, " ws://" + host());
    }

    @Test
    void aFileThatIsTheSameIsNotSentAgain() throws Exception {
        try (RawConnection connection = new RawConnection(web())) {
            String tag = connection.ask("GET /", "Host: " + host()).field("etag");

            Answer again = connection.ask("GET /index.html", "Host: " + host(), "If-None-Match: " + tag);
            assertEquals(304, again.status());
            assertEquals(tag, again.field("etag"));
            isGuarded(again, " ws://" + host());
            assertEquals(
                    200,
                    connection
                            .ask("GET /", "Host: " + host(), "If-None-Match: \"other\"")
                            .status());
        }
    }

    @Test
    void headHasTheFieldsAlone() throws Exception {
        try (RawConnection connection = new RawConnection(web())) {
            Answer get = connection.ask("GET /", "Host: " + host());
            Answer head = connection.ask("HEAD /", "Host: " + host());

            assertEquals(200, head.status());
            assertEquals(get.field("content-length"), head.field("content-length"));
            assertEquals(get.field("etag"), head.field("etag"));
            // The next answer is where it should be: HEAD had no body.
            assertEquals(404, connection.ask("GET /x", "Host: " + host()).status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/nothing.js",
                "/index",
                "/INDEX.html",
                "/index.html/",
                "/./index.class",
                "/parley/client/page/index.html",
                "/web/",
                "/index.html.map",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF"
            })
    void anythingElseIsNotThere(String path) throws Exception {
        Answer answer = RawConnection.ask(web(), "GET " + path, "Host: " + host());

        assertEquals(404, answer.status());
        assertEquals("There is nothing here: the page is at /.\n", answer.body());
        isGuarded(answer, " ws://" + host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../web/Guard.class",
                "/%2e%2e/Tabs.class",
                "/..%2fTabs.class",
                "/%00",
                "/a;b=c/index.html",
                "/a\\b",
                "/%zz"
            })
    void aCrookedPathIsRefused(String path) throws Exception {
        Answer answer = RawConnection.ask(web(), "GET " + path, "Host: " + host());

        assertTrue(List.of(400, 404).contains(answer.status()), answer.head());
        assertFalse(answer.body().contains("<"), answer.body());
        assertEquals("nosniff", answer.field("x-content-type-options"));
        assertTrue(answer.field("content-security-policy").startsWith("default-src 'none'"), answer.head());
    }

    @Test
    void aPathOfManyFoldersIsNotThereEither() throws Exception {
        assertEquals(
                404,
                RawConnection.ask(web(), "GET " + "/a".repeat(3500) + ".js", "Host: " + host())
                        .status());
    }

    @Test
    void aWebSocketThatIsNoneIsTheLastOfItsConnection() throws Exception {
        Answer answer = RawConnection.ask(
                web(), "GET /ws", "Host: " + host(), "Origin: http://" + host(), "Upgrade: websocket");

        assertTrue(answer.status() >= 400, answer.head());
        assertEquals("close", answer.field("connection"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"})
    void onlyGetAndHeadAreUnderstood(String method) throws Exception {
        Answer answer = RawConnection.ask(web(), method + " /", "Host: " + host(), "Content-Length: 0");

        assertEquals(405, answer.status());
        assertEquals("GET, HEAD", answer.field("allow"));
        isGuarded(answer, " ws://" + host());
    }

    @Test
    void aRequestThatIsTooLongIsRefusedInWords() throws Exception {
        Answer answer = RawConnection.ask(web(), "GET /", "Host: " + host(), "X: " + "x".repeat(20_000));

        assertEquals(431, answer.status());
        assertEquals("Request Header Fields Too Large\n", answer.body());
        isGuarded(answer, "");
    }

    @Test
    void theNamesItListensUnder() throws Exception {
        for (String name : List.of("127.0.0.1", "localhost", "LocalHost", "[::1]")) {
            assertEquals(
                    200,
                    RawConnection.ask(web(), "GET /", "Host: " + name + ":" + port())
                            .status(),
                    name);
        }
    }

    @Test
    void anyOtherNameIsRefused() throws Exception {
        for (String name : List.of(
                "evil.example:" + port(),
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.1.evil.example:" + port(),
                "192.0.2.1:" + port(),
                "[::2]:" + port(),
                "localhost@evil.example:" + port(),
                "")) {
            for (String path : List.of("/", "/ws", "/nothing")) {
                Answer answer = RawConnection.ask(web(), "GET " + path, "Host: " + name);
                assertTrue(List.of(400, 403).contains(answer.status()), name + " " + answer.head());
                isGuarded(answer, "");
                if (answer.status() == 403) {
                    assertEquals("The page is at http://" + host() + "/ alone.\n", answer.body());
                }
            }
        }
    }

    @Test
    void aForeignHostIsToldWhereThePageIs() throws Exception {
        Answer answer = RawConnection.ask(web(), "GET /", "Host: evil.example:" + port());

        assertEquals(403, answer.status());
        assertEquals("The page is at http://" + host() + "/ alone.\n", answer.body());
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws Exception {
        assertEquals(400, RawConnection.ask(web(), "GET /").status());
    }

    @Test
    void anAbsoluteRequestForElsewhereIsRefused() throws Exception {
        Answer answer = RawConnection.ask(web(), "GET http://evil.example/", "Host: " + host());

        assertTrue(List.of(400, 403).contains(answer.status()), answer.head());
    }

    @Test
    void theWebSocketIsForThePageAlone() throws Exception {
        assertEquals(101, upgrade("Host: " + host(), "Origin: http://" + host()));
        assertEquals(101, upgrade("Host: " + host(), "Origin: http://localhost:" + port()));
        assertEquals(403, upgrade("Host: " + host()));
        for (String origin : List.of(
                "null",
                "",
                "http://evil.example",
                "http://evil.example:" + port(),
                "https://" + host(),
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://" + host() + ".evil.example",
                "http://" + host() + "/",
                "http://" + host() + " http://evil.example",
                "HTTP://" + host())) {
            assertEquals(403, upgrade("Host: " + host(), "Origin: " + origin), origin);
        }
        assertEquals(403, upgrade("Host: evil.example:" + port(), "Origin: http://" + host()));
        assertEquals(403, upgrade("Host: evil.example:" + port(), "Origin: http://evil.example:" + port()));
    }

    private int upgrade(String... fields) throws IOException {
        try (RawConnection connection = new RawConnection(web())) {
            return connection.upgrade(fields).status();
        }
    }

    @Test
    void twoOriginsAreRefused() throws Exception {
        assertEquals(403, upgrade("Host: " + host(), "Origin: http://" + host(), "Origin: http://evil.example"));
        assertEquals(403, upgrade("Host: " + host(), "Origin: http://evil.example", "Origin: http://" + host()));
    }

    @Test
    void theWebSocketsAddressIsNoPage() throws Exception {
        Answer answer = RawConnection.ask(web(), "GET /ws", "Host: " + host(), "Origin: http://" + host());

        assertEquals(426, answer.status());
        assertEquals("This is for the page's WebSocket alone: the page is at /.\n", answer.body());
        isGuarded(answer, " ws://" + host());
    }

    @Test
    void noOtherPathIsAWebSocket() throws Exception {
        for (String path : List.of("/", "/ws/", "/ws/x", "/index.html")) {
            try (RawConnection connection = new RawConnection(web())) {
                Answer answer = connection.ask(
                        "GET " + path,
                        "Host: " + host(),
                        "Origin: http://" + host(),
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
                assertTrue(answer.status() != 101, path);
            }
        }
    }

    @Test
    void compressionIsNotAgreedTo() throws Exception {
        try (RawConnection connection = new RawConnection(web())) {
            Answer answer = connection.upgrade(
                    "Host: " + host(), "Origin: http://" + host(), "Sec-WebSocket-Extensions: permessage-deflate");

            assertEquals(101, answer.status());
            assertEquals("", answer.field("sec-websocket-extensions"));
        }
    }
}
