package parley.analyzer.replay.play;

import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.report.JsonWriter;

/** What has become of a replay, as JSON. */
public final class ReplayJson {
    private ReplayJson() {}

    /** Writes an object and a line end. */
    public static void write(ReplayResult result, Appendable out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.beginObject();
        json.name("differences").value(result.differences());
        json.name("comparable").value(result.isComparable());
        json.name("played").value(result.side().toString());
        json.name("complete").value(!result.partly());
        json.name("strangers").value(result.strangers());
        json.name("seconds").value(result.took().toNanos() / 1e9);
        json.name("connections").beginArray();
        for (PlayedTrack played : result.tracks()) {
            write(played, json);
        }
        json.endArray().endObject();
        out.append('\n');
    }

    private static void write(PlayedTrack played, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("stream").value(played.track().stream());
        json.name("user").value(played.track().user());
        json.name("protocol").value(played.track().protocol());
        json.name("connected").value(played.connected());
        json.name("sent").value(played.sent());
        json.name("notes").beginArray();
        for (String note : played.track().notes()) {
            json.value(note);
        }
        json.endArray();
        json.name("answers").beginArray();
        for (Answer answer : played.answers()) {
            json.beginObject();
            json.name("verdict").value(answer.verdict().toString());
            json.name("difference").value(!answer.verdict().isFine());
            json.name("why").value(answer.why());
            json.name("expected");
            write(answer.expected(), json);
            json.name("actual");
            write(answer.actual(), json);
            json.endObject();
        }
        json.endArray().endObject();
    }

    private static void write(@Nullable Piece piece, JsonWriter json) throws IOException {
        if (piece == null) {
            json.value((String) null);
            return;
        }
        json.beginObject();
        if (piece.frame() > 0) {
            json.name("frame").value(piece.frame());
        }
        json.name("start").value(piece.start());
        json.name("end").value(piece.end());
        DecodedMessage message = piece.message();
        if (message != null) {
            json.name("kind").value(message.kind());
            json.name("sender").value(message.sender());
            json.name("recipients").beginArray();
            for (String recipient : message.recipients()) {
                json.value(recipient);
            }
            json.endArray();
            json.name("text").value(message.text());
        }
        json.name("octets").value(HexFormat.of().formatHex(piece.octets()));
        json.endObject();
    }
}
