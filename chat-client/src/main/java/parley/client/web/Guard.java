package parley.client.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before everything: what is not asked for by this server's own page, under this server's own name, is refused,
 * and every answer tells the browser to hold the page to itself.
 */
final class Guard extends Handler.Wrapper {
    static final String WEB_SOCKET = "/ws";
    static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private static final HttpFields HEADERS = HttpFields.build()
            .add("X-Content-Type-Options", "nosniff")
            .add("X-Frame-Options", "DENY")
            .add("Referrer-Policy", "no-referrer")
            .add("Cross-Origin-Opener-Policy", "same-origin")
            .add("Cross-Origin-Resource-Policy", "same-origin")
            .add("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
            .asImmutable();

    private final HostNames names;

    Guard(HostNames names) {
        this.names = names;
    }

    /**
     * What every answer says.
     *
     * @param webSocket where the page may connect to besides 'self', which means no WebSocket to older browsers; may be
     *     empty
     */
    static void addHeaders(HttpFields.Mutable headers, String webSocket) {
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
                        + webSocket + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        for (HttpField header : HEADERS) {
            headers.put(header);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields asked = request.getHeaders();
        String host = asked.get(HttpHeader.HOST);
        boolean isHost = host != null && names.isHost(host);
        addHeaders(response.getHeaders(), isHost ? " ws://" + host : "");
        if (!isHost) {
            return refuse(response, callback, HttpStatus.FORBIDDEN_403, "The page is at " + names.url() + " alone.");
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            return refuse(
                    response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "Only GET and HEAD are understood here.");
        }
        if (asked.contains(HttpHeader.TRANSFER_ENCODING) || asked.getLongField(HttpHeader.CONTENT_LENGTH) > 0) {
            // It is not waited for, and what follows it is not read as another request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            return refuse(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, "Requests have no content here.");
        }
        if (Request.getPathInContext(request).equals(WEB_SOCKET)) {
            if (!isFromPage(asked)) {
                return refuse(
                        response,
                        callback,
                        HttpStatus.FORBIDDEN_403,
                        "Only the page at " + names.url() + " may chat here.");
            }
            if (!"websocket".equalsIgnoreCase(asked.get(HttpHeader.UPGRADE))) {
                response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
                return refuse(
                        response,
                        callback,
                        HttpStatus.UPGRADE_REQUIRED_426,
                        "This is for the page's WebSocket alone: the page is at /.");
            }
            // The one answer that a servlet writes, and waits for, is the last of its connection.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        return super.handle(request, response, callback);
    }

    private boolean isFromPage(HttpFields asked) {
        List<HttpField> origins = asked.getFields(HttpHeader.ORIGIN);
        return origins.size() == 1
                && names.isOrigin(String.valueOf(origins.getFirst().getValue()));
    }

    private static boolean refuse(Response response, Callback callback, int status, String words) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PLAIN_TEXT);
        response.write(true, ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
