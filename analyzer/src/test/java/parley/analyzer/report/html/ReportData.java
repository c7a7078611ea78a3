package parley.analyzer.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;

/** The data of a page, read as the page reads it. */
final class ReportData {
    private static final Pattern BLOCK =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    private ReportData() {}

    /** The whole page. */
    static String page(PacketSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HtmlReport report = new HtmlReport(out, "capture.pcapng")) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(report), List.of()).run(source);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What is in the element that holds the data. */
    static String block(String page) {
        Matcher matcher = BLOCK.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("no data in the page");
        }
        return matcher.group(1);
    }

    /** The data. */
    static JsonObject of(String block) throws IOException {
        JsonObject json = JsonParser.parseString(block).getAsJsonObject();
        if (!json.has("deflated")) {
            return json;
        }
        byte[] packed = Base64.getDecoder().decode(json.get("deflated").getAsString());
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater(true))) {
            byte[] octets = inflated.readAllBytes();
            assertEquals(json.get("octets").getAsInt(), octets.length);
            return JsonParser.parseString(new String(octets, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }
}
