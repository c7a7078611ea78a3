package parley.samples.irc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Message;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;

/** The commands of every frame, beside those that Wireshark's dissector of IRC finds in it. */
class WiresharkReadsTheSameTest {
    private static final Path CAPTURE = Path.of("irc.pcap");

    private static boolean hasTshark() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    private static SortedMap<Long, List<String>> wiresharks() throws IOException, InterruptedException {
        Process tshark = new ProcessBuilder(
                        List.of(("tshark -r " + CAPTURE + " -d tcp.port==7777,irc -Y irc -T fields -e frame.number"
                                        + " -e irc.request.command -e irc.response.command")
                                .split(" ")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor());
        SortedMap<Long, List<String>> frames = new TreeMap<>();
        for (String line : output.lines().toList()) {
            String[] fields = line.split("\t", -1);
            List<String> commands = new ArrayList<>();
            for (int i = 1; i < fields.length; i++) {
                if (!fields[i].isEmpty()) {
                    commands.addAll(List.of(fields[i].split(",")));
                }
            }
            frames.put(Long.parseLong(fields[0]), commands.stream().sorted().toList());
        }
        return frames;
    }

    private static SortedMap<Long, List<String>> ours() throws IOException {
        SortedMap<Long, List<String>> frames = new TreeMap<>();
        AnalysisListener commands = new AnalysisListener() {
            @Override
            public void decoded(Message message) {
                frames.computeIfAbsent(message.last().frame(), frame -> new ArrayList<>())
                        .add(command(message));
            }
        };
        try (PacketSource source = CaptureFile.open(CAPTURE)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(commands)).run(source);
        }
        frames.replaceAll((frame, found) -> found.stream().sorted().toList());
        return frames;
    }

    /** The command behind the kind. */
    private static String command(Message message) {
        return switch (message.kind()) {
            case "action" -> "PRIVMSG";
            case "reply", "error" ->
                IrcMessage.parse(message.text()).orElseThrow().command();
            default -> message.kind().toUpperCase(Locale.ROOT);
        };
    }

    @Test
    void everyFrameHasTheCommandsThatWiresharkFinds() throws Exception {
        assumeTrue(hasTshark(), "no tshark");
        SortedMap<Long, List<String>> ours = ours();
        assertTrue(ours.size() > 50, ours.toString());
        assertEquals(wiresharks(), ours);
    }
}
