package parley.analyzer.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.testing.TcpScript;

class TracksTest {
    private static List<JsonObject> tracks(Tracks tracks, String script) throws IOException {
        new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(tracks))
                .run(TcpScript.parse(script).source());
        StringBuilder out = new StringBuilder();
        tracks.write(new JsonWriter(out), new Ticks(TcpScript.START_NANOS, 9));
        List<JsonObject> all = new ArrayList<>();
        JsonParser.parseString(out.toString()).getAsJsonArray().forEach(each -> all.add(each.getAsJsonObject()));
        return all;
    }

    private static List<Long> numbers(JsonObject track, String column) {
        List<Long> numbers = new ArrayList<>();
        for (JsonElement number : track.getAsJsonArray(column)) {
            numbers.add(number.getAsLong());
        }
        return numbers;
    }

    private static List<Long> sums(JsonObject track, String column) {
        long[] sum = {0};
        return numbers(track, column).stream().map(step -> sum[0] += step).toList();
    }

    private static long sum(JsonArray numbers) {
        long sum = 0;
        for (JsonElement number : numbers) {
            sum += number.getAsLong();
        }
        return sum;
    }

    @Test
    void aShortConnectionHasAllItsSegments() throws IOException {
        JsonObject track = tracks(new Tracks(), "handshake; C data 'Ofir'; S ACK; S data 'hello'; C ACK; close")
                .getFirst();

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), sums(track, "frame"));
        assertEquals(List.of(0L, 1L, 0L, 0L, 1L, 1L, 0L, 0L, 1L, 0L), numbers(track, "from"));
        assertEquals(List.of(0L, 0L, 0L, 4L, 0L, 5L, 0L, 0L, 0L, 0L), numbers(track, "len"));
        assertEquals(1, track.get("every").getAsInt());
    }

    @Test
    void aLongConnectionIsThinnedAndKeepsWhatWasSentAgain() throws IOException {
        StringBuilder script = new StringBuilder("handshake\n");
        for (int i = 0; i < 1_000; i++) {
            script.append("C data 10; S ACK\n");
            if (i == 500) {
                script.append("C data 10; lose; at +300ms; C again; S ACK\n");
                script.append("C data 10; at +300ms; C again; S ACK\n");
            }
        }
        script.append("close\n");

        JsonObject track = tracks(new Tracks(200, 50), script.toString()).getFirst();

        List<Long> marks = numbers(track, "marks");
        assertTrue(marks.stream().anyMatch(bits -> (bits & 1) != 0), "no retransmission in " + marks);
        assertTrue(marks.size() <= 250, marks.size() + " points");
        assertTrue(track.get("every").getAsInt() >= 8);
        assertEquals(2_000 + 3 + 3 + 5, track.get("count").getAsLong());
        assertEquals(sums(track, "frame").stream().sorted().toList(), sums(track, "frame"));
        JsonObject throughput = track.getAsJsonObject("throughput");
        assertEquals(10_030, sum(throughput.getAsJsonArray("client")));
        assertEquals(0, sum(throughput.getAsJsonArray("server")));
        assertTrue(throughput.getAsJsonArray("client").size() <= Throughput.SPANS);
    }

    @Test
    void manyConnectionsShareTheRoom() throws IOException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            script.append("client 10.0.0.1:").append(40_000 + i).append("; handshake\n");
            script.append("C data 5; S ACK; ".repeat(20)).append("close\n");
        }

        List<JsonObject> tracks = tracks(new Tracks(640, 30), script.toString());

        // Room for 640 / 32 connections, with marked segments up to a bound of their own.
        assertEquals(20, tracks.size());
        int points = tracks.stream()
                .mapToInt(track -> numbers(track, "frame").size())
                .sum();
        assertTrue(points <= 640 + 20 + 30, points + " points");
        tracks.forEach(track -> assertEquals(46, track.get("count").getAsLong()));
    }

    @Test
    void ofManyConnectionsTheLargestAreShownMoreClosely() throws IOException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            script.append("client 10.0.0.1:").append(40_000 + i).append("; handshake\n");
        }
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 100; i++) {
                script.append("client 10.0.0.1:").append(40_000 + i).append("; ");
                script.append("C data 5; S ACK; ".repeat(i == 77 ? 3 : 1)).append('\n');
            }
        }

        List<JsonObject> tracks = tracks(new Tracks(4_500, 300), script.toString());

        List<Integer> points = tracks.stream()
                .map(track -> numbers(track, "frame").size())
                .sorted()
                .toList();
        assertEquals(100, tracks.size());
        assertTrue(points.getFirst() >= 16, points.toString());
        assertTrue(points.get(99) > 100, points.toString());
        assertEquals(points.get(99), numbers(tracks.get(77), "frame").size());
        assertTrue(points.get(99 - 31) >= 2 * points.get(0), points.toString());
        assertTrue(points.stream().mapToInt(Integer::intValue).sum() <= 4_500 + 300, points.toString());
        for (JsonObject track : tracks) {
            JsonArray client = track.getAsJsonObject("throughput").getAsJsonArray("client");
            assertEquals(5L * (track == tracks.get(77) ? 120 : 40), sum(client));
        }
    }
}
