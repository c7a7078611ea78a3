package parley.analyzer.report.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** The page in one file: the template with its style, its script and the data. */
final class PageWriter {
    /** Writes the data where the page has it. */
    interface Data {
        void write(Writer block) throws IOException;
    }

    private static final int BUFFER = 1 << 14;
    private static final List<String> STYLES = List.of("page.css", "views.css", "print.css");

    /** Each uses only what those before it declare. */
    private static final List<String> MODULES = List.of(
            "dom.js",
            "inflate.js",
            "data.js",
            "words.js",
            "table.js",
            "octets.js",
            "frame.js",
            "summary.js",
            "ladder.js",
            "plot.js",
            "connection.js",
            "tables.js",
            "print.js",
            "main.js");

    /** What makes a file a module: all are one script in the page. */
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*\\R");

    private static final Pattern EXPORT = Pattern.compile("(?m)^export ");

    private PageWriter() {}

    /** Writes the page. */
    static void write(Writer out, Data data) throws IOException {
        String style = joined(STYLES);
        String script =
                EXPORT.matcher(IMPORT.matcher(joined(MODULES)).replaceAll("")).replaceAll("");
        String template = resource("page.html")
                .replace("{{policy}}", policy(style, script))
                .replace("{{style}}", style);
        String[] around = template.split(Pattern.quote("{{data}}"), 2);
        out.write(around[0]);
        try (Writer block = new BufferedWriter(new DataBlock(out), BUFFER)) {
            data.write(block);
        }
        out.write(around[1].replace("{{script}}", script));
    }

    /** A Content-Security-Policy (CSP Level 3): this style, this script, and nothing from anywhere. */
    private static String policy(String style, String script) {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String joined(List<String> names) throws IOException {
        StringBuilder all = new StringBuilder("\n");
        for (String name : names) {
            all.append(resource(name));
        }
        return all.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PageWriter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("report.html could not be written: " + name + " is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
