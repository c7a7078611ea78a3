package parley.client.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The files that a page is made of, out of the class path. A browser asks each time whether they are still the same.
 * They are written without waiting: who asks and does not read keeps no thread.
 */
final class PageFiles extends Handler.Wrapper {
    private static final String FOLDER = "/parley/client/page";
    private static final Pattern PATH = Pattern.compile("/[a-z0-9-]+\\.(?<type>[a-z]+)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final byte[] NOTHING = "There is nothing here: the page is at /.\n".getBytes(StandardCharsets.UTF_8);
    private static final int TAG_BYTES = 16;

    private record PageFile(byte[] bytes, String type, String tag) {}

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (path.equals(Guard.WEB_SOCKET)) {
            return super.handle(request, response, callback);
        }
        PageFile file = find(path.equals("/") ? "/index.html" : path);
        HttpFields.Mutable fields = response.getHeaders();
        fields.put(HttpHeader.CACHE_CONTROL, "no-cache");
        if (file == null) {
            response.setStatus(HttpStatus.NOT_FOUND_404);
            fields.put(HttpHeader.CONTENT_TYPE, Guard.PLAIN_TEXT);
            response.write(true, ByteBuffer.wrap(NOTHING), callback);
            return true;
        }
        fields.put(HttpHeader.ETAG, file.tag());
        if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, ByteBuffer.allocate(0), callback);
        } else {
            fields.put(HttpHeader.CONTENT_TYPE, file.type());
            fields.put(HttpHeader.CONTENT_LENGTH, file.bytes().length);
            response.write(true, ByteBuffer.wrap(file.bytes()), callback);
        }
        return true;
    }

    private @Nullable PageFile find(String path) throws IOException {
        PageFile known = files.get(path);
        Matcher matcher = PATH.matcher(path);
        if (known != null || !matcher.matches()) {
            return known;
        }
        String type = TYPES.get(matcher.group("type"));
        if (type == null) {
            return null;
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                return null;
            }
            byte[] bytes = in.readAllBytes();
            PageFile read = new PageFile(bytes, type, tag(bytes));
            files.put(path, read);
            return read;
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
