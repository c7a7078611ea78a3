package parley.client.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files that a page is made of, out of the class path. A browser asks each time whether they are still the same. */
final class PageFiles implements Handler {
    private static final String FOLDER = "/parley/client/page";
    private static final Pattern PATH = Pattern.compile("(?:/[a-z0-9-]+)+\\.(?<type>[a-z0-9]+)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final int TAG_BYTES = 16;

    private record PageFile(byte[] bytes, String type, String tag) {}

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    @Override
    public void handle(Context context) throws IOException {
        String path = context.path();
        PageFile file = find(path.equals("/") ? "/index.html" : path);
        context.header("Cache-Control", "no-cache");
        if (file == null) {
            context.status(HttpStatus.NOT_FOUND)
                    .contentType(Guard.PLAIN_TEXT)
                    .result("There is nothing here: the page is at /.\n");
            return;
        }
        context.header("ETag", file.tag());
        if (file.tag().equals(context.header("If-None-Match"))) {
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            context.contentType(file.type()).result(file.bytes());
            context.res().setContentLength(file.bytes().length);
        }
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
