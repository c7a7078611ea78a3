package parley.client.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    private static final HttpFields HEADERS = HttpFields.build()
            .add(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
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

    /** What every answer says. */
    static void addHeaders(HttpFields.Mutable headers) {
        for (HttpField header : HEADERS) {
            headers.put(header);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        addHeaders(response.getHeaders());
        HttpFields asked = request.getHeaders();
        String host = asked.get(HttpHeader.HOST);
        if (host == null || !names.isHost(host)) {
            return refuse(response, callback, HttpStatus.FORBIDDEN_403, "The page is at " + names.url() + " alone.");
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            return refuse(
                    response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "Only GET and HEAD are understood here.");
        }
        String origin = asked.get(HttpHeader.ORIGIN);
        if (Request.getPathInContext(request).equals(WEB_SOCKET) && (origin == null || !names.isOrigin(origin))) {
            return refuse(
                    response,
                    callback,
                    HttpStatus.FORBIDDEN_403,
                    "Only the page at " + names.url() + " may chat here.");
        }
        return super.handle(request, response, callback);
    }

    private static boolean refuse(Response response, Callback callback, int status, String words) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.write(true, ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
