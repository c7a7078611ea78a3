package parley.analyzer.replay.diff;

import java.io.IOException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.report.JsonWriter;

/** What has become of a comparison, as JSON: all messages, also the equal ones. Times are in seconds. */
public final class DiffJson {
    private static final double SECOND = 1e9;

    private final CaptureDiff diff;
    private final JsonWriter json;

    private DiffJson(CaptureDiff diff, Appendable out) {
        this.diff = diff;
        json = new JsonWriter(out);
    }

    /**
     * Writes an object and a line end.
     *
     * @param strict whether timing and transport count as differences
     */
    public static void write(CaptureDiff diff, boolean strict, Appendable out) throws IOException {
        new DiffJson(diff, out).write(strict);
        out.append('\n');
    }

    private void write(boolean strict) throws IOException {
        json.beginObject();
        json.name("different").value(diff.isDifferent(strict));
        json.name("differences").value(diff.differences());
        json.name("slower").value(diff.slower());
        json.name("transport_differences").value(diff.transportDifferences());
        json.name("a");
        capture(diff.a());
        json.name("b");
        capture(diff.b());
        json.name("connections").beginArray();
        for (ConnectionDiff connection : diff.connections()) {
            connection(connection);
        }
        json.endArray();
        json.name("transport");
        transport(diff.transport());
        json.name("hints");
        texts(diff.hints());
        json.endObject();
    }

    private void capture(ComparedCapture capture) throws IOException {
        json.beginObject();
        json.name("file").value(capture.name());
        json.name("packets").value(capture.summary().packets());
        json.name("connections").value(capture.transports().size());
        json.endObject();
    }

    private void connection(ConnectionDiff connection) throws IOException {
        json.beginObject();
        json.name("user").value(connection.who());
        json.name("a");
        track(connection.a());
        json.name("b");
        track(connection.b());
        json.name("differences").value(connection.differences().size());
        json.name("notes");
        texts(connection.notes());
        Map<Piece, Delay> delays = new IdentityHashMap<>();
        connection.delays().forEach(delay -> delays.put(delay.b(), delay));
        json.name("messages").beginArray();
        for (Answer answer : connection.messages()) {
            answer(answer, answer.actual() == null ? null : delays.get(answer.actual()));
        }
        json.endArray();
        json.name("transport");
        transport(connection.transport());
        json.endObject();
    }

    private void track(@Nullable Track track) throws IOException {
        if (track == null) {
            json.value((String) null);
            return;
        }
        json.beginObject();
        json.name("stream").value(track.stream());
        json.name("user").value(track.user());
        json.name("protocol").value(track.protocol());
        json.name("client").value(track.client().toString());
        json.name("server").value(track.server().toString());
        json.endObject();
    }

    private void answer(Answer answer, @Nullable Delay delay) throws IOException {
        Piece piece = answer.expected() == null ? answer.actual() : answer.expected();
        json.beginObject();
        json.name("from").value(piece == null ? null : piece.direction().toString());
        json.name("verdict").value(answer.verdict().toString());
        json.name("difference").value(!answer.verdict().isFine());
        json.name("why").value(answer.why());
        if (delay != null) {
            json.name("slower").value(diff.isSlower(delay));
        }
        json.name("a");
        piece(answer.expected(), delay == null ? null : delay.nanosA());
        json.name("b");
        piece(answer.actual(), delay == null ? null : delay.nanosB());
        json.endObject();
    }

    private void piece(@Nullable Piece piece, @Nullable Long nanos) throws IOException {
        if (piece == null) {
            json.value((String) null);
            return;
        }
        json.beginObject();
        json.name("frame").value(piece.frame());
        if (nanos != null) {
            json.name("after").value(nanos / SECOND);
        }
        DecodedMessage message = piece.message();
        if (message == null) {
            json.name("octets").value(HexFormat.of().formatHex(piece.octets()));
        } else {
            json.name("kind").value(message.kind());
            json.name("sender").value(message.sender());
            json.name("recipients");
            texts(message.recipients());
            json.name("text").value(message.text());
        }
        json.endObject();
    }

    private void transport(List<TransportDifference> differences) throws IOException {
        json.beginArray();
        for (TransportDifference difference : differences) {
            json.beginObject();
            json.name("what").value(difference.what());
            json.name("a").value(difference.a());
            json.name("b").value(difference.b());
            json.name("frames_a");
            frames(difference.framesA());
            json.name("frames_b");
            frames(difference.framesB());
            json.endObject();
        }
        json.endArray();
    }

    private void frames(List<Long> frames) throws IOException {
        json.beginArray();
        for (Long frame : frames) {
            json.value(frame);
        }
        json.endArray();
    }

    private void texts(List<String> texts) throws IOException {
        json.beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }
}
