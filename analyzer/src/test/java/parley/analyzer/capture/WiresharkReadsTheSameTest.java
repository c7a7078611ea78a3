package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import parley.analyzer.testing.Frame;

/** Packets, lengths and times are those that tshark, where it is installed, reads from the same files. */
class WiresharkReadsTheSameTest {
    /** Has more microseconds than a second: they are carried over here, and overflow in tshark. */
    private static final String OVERFLOWING_TIMES = "tcpdump-timestamp_invalid_micro.pcap";

    /** What tshark says. */
    private record Expected(boolean succeeded, List<String[]> rows) {
        private static final List<String> FIELDS =
                List.of("frame.time_epoch", "frame.len", "frame.cap_len", "frame.encap_type", "frame.number");

        static Expected of(Path file) throws IOException, InterruptedException {
            Process tshark;
            try {
                List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-T", "fields"));
                FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
                tshark = new ProcessBuilder(command)
                        .redirectError(Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new TestAbortedException("tshark is not installed", e);
            }
            List<String[]> rows = new ArrayList<>();
            try (var lines = tshark.inputReader(StandardCharsets.UTF_8)) {
                // Wireshark shows custom blocks of pcapng as frames, too: they have no encapsulation.
                lines.lines()
                        .map(line -> line.split("\t", -1))
                        .filter(row -> !row[3].isEmpty())
                        .forEach(rows::add);
            }
            return new Expected(tshark.waitFor() == 0, rows);
        }
    }

    @TestFactory
    Stream<DynamicTest> ownCaptures() throws IOException {
        return tests(Path.of("src/test/resources/captures/own"));
    }

    @TestFactory
    Stream<DynamicTest> namedCaptures() throws IOException {
        String named = System.getProperty("parley.captures", "");
        return named.isEmpty() ? Stream.empty() : tests(Path.of(named, "public"));
    }

    private static Stream<DynamicTest> tests(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
        }
    }

    private static void compare(Path file) throws IOException, InterruptedException {
        Expected expected = Expected.of(file);
        try (PacketSource source = CaptureFile.open(file)) {
            Reading reading = Reading.of(source);
            assertEquals(expected.succeeded(), reading.fault() == null, () -> "fault: " + reading.fault());
            assertEquals(expected.rows().size(), reading.frames().size());
            for (int i = 0; i < reading.frames().size(); i++) {
                String[] row = expected.rows().get(i);
                Frame frame = reading.frames().get(i);
                String at = "frame " + row[4];
                assertEquals(row[4], reading.numbers().get(i).toString());
                assertEquals(row[1], String.valueOf(frame.originalLength()), at);
                assertEquals(row[2], String.valueOf(frame.octets().length), at);
                if (!row[0].isEmpty() && !file.endsWith(OVERFLOWING_TIMES)) {
                    assertEquals(nanos(row[0]), frame.nanos(), at);
                }
            }
        }
    }

    private static long nanos(String seconds) {
        return new BigDecimal(seconds).movePointRight(9).longValueExact();
    }
}
