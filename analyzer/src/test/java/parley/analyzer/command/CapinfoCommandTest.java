package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpScript;

class CapinfoCommandTest {
    private static final String SEED_SESSION = "src/test/resources/captures/own/seed-session.pcapng";
    private static final TcpScript SCRIPT = TcpScript.parse("handshake; C data 'Ofir'; close");

    @TempDir
    Path folder;

    private static CommandRun capinfo(String... arguments) {
        return CommandRun.of(new CapinfoCommand(), arguments);
    }

    private static JsonObject json(String file) {
        CommandRun run = capinfo(file, "--json");
        assertEquals(0, run.exit(), run.error());
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    @Test
    void aFileIsDescribedInLines() {
        CommandRun run = capinfo(SEED_SESSION);
        assertEquals(0, run.exit(), run.error());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.contains("Format       pcapng 1.0, little-endian"), run.out());
        assertTrue(lines.contains("Compression  none"), run.out());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("Packets      141 packets, ")), run.out());
        assertTrue(lines.contains("Order        by time"), run.out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("Interface 0  lo, Ethernet, .*")), run.out());
        assertEquals("", run.error());
    }

    @Test
    void theSameIsThereAsJson() throws IOException {
        JsonObject info = json(SEED_SESSION);
        assertEquals(Files.size(Path.of(SEED_SESSION)), info.get("size").getAsLong());
        assertEquals(141, info.get("packets").getAsLong());
        assertTrue(info.get("compression").isJsonNull());
        JsonObject on = info.getAsJsonArray("interfaces").get(0).getAsJsonObject();
        assertEquals(1, on.get("link_type").getAsInt());
        assertEquals(141, on.get("packets").getAsLong());
    }

    @Test
    void severalFilesAreDescribedOneAfterTheOther() throws IOException {
        Path other = Files.write(folder.resolve("other.pcap"), SCRIPT.pcap());
        String text = capinfo(SEED_SESSION, other.toString()).out();
        assertEquals(
                capinfo(SEED_SESSION).out() + "\n" + capinfo(other.toString()).out(), text);
        CommandRun run = capinfo("--json", SEED_SESSION, other.toString());
        assertEquals(0, run.exit(), run.error());
        var both = JsonParser.parseString(run.out()).getAsJsonArray();
        assertEquals(json(SEED_SESSION), both.get(0));
        assertEquals(json(other.toString()), both.get(1));
    }

    @Test
    void aCompressedFileSaysSo() throws IOException {
        Path file = folder.resolve("packed.pcap");
        try (var packing = new GZIPOutputStream(Files.newOutputStream(file))) {
            packing.write(SCRIPT.pcap());
        }
        assertEquals("gzip", json(file.toString()).get("compression").getAsString());
    }

    @Test
    void aBrokenFileIsDescribedUpToItsBreak() throws IOException {
        byte[] whole = SCRIPT.pcap();
        Path file = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 1));
        CommandRun run = capinfo(file.toString());
        assertEquals(0, run.exit());
        int packets = SCRIPT.frames().size() - 1;
        assertTrue(run.out().contains("Packets      " + packets + " packets, "), run.out());
        assertTrue(run.out().contains("\nBroken       at byte "), run.out());
        assertTrue(run.error().contains("the " + packets + " packets before are counted"), run.error());
    }

    @Test
    void packetsThatAreNotInOrderAreSaidNotToBe() throws IOException {
        PcapBytes bytes = new PcapBytes(ByteOrder.BIG_ENDIAN, true, 147)
                .record(20, 0, 1, 1, new byte[1])
                .record(10, 5, 1, 9, new byte[1]);
        Path file = Files.write(folder.resolve("back.pcap"), bytes.octets());
        JsonObject info = json(file.toString());
        assertEquals("pcap 2.4, nanoseconds", info.get("format").getAsString());
        assertEquals("big-endian", info.get("byte_order").getAsString());
        assertEquals("1970-01-01T00:00:10.000000005Z", info.get("first").getAsString());
        assertEquals("1970-01-01T00:00:20Z", info.get("last").getAsString());
        assertEquals(false, info.get("in_order").getAsBoolean());
        assertEquals(1, info.get("cut_short").getAsLong());
        assertTrue(capinfo(file.toString()).out().contains("link type 147, which is not decoded"));
    }

    @Test
    void textFromTheFileIsPrintable() throws IOException {
        Path file = Files.write(folder.resolve("evil\u001b[31m.pcap"), SCRIPT.pcap());
        assertTrue(capinfo(file.toString()).out().chars().noneMatch(c -> c == 0x1b));
    }

    /** Of the captures that {@code -Dparley.captures} names. */
    @TestFactory
    Stream<DynamicTest> countsAndTimesAreThoseOfCapinfos() throws IOException {
        String named = System.getProperty("parley.captures", "");
        assumeTrue(!named.isEmpty(), "no captures: name their folder with -Dparley.captures=FOLDER");
        try (Stream<Path> files = Files.list(Path.of(named, "public"))) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
        }
    }

    private static void compare(Path file) throws IOException, InterruptedException {
        List<String> row = capinfos(file);
        JsonObject info = json(file.toString());
        assertEquals(row.isEmpty(), info.has("broken"));
        if (row.isEmpty()) {
            return;
        }
        assertEquals(row.get(1), info.get("packets").getAsString());
        // capinfos prints a fraction of a second as a number, whatever its size.
        if (!row.get(2).equals("n/a") && !file.endsWith("tcpdump-timestamp_invalid_micro.pcap")) {
            assertEquals(Instant.parse(info.get("first").getAsString()).getEpochSecond(), seconds(row.get(2)));
            assertEquals(Instant.parse(info.get("last").getAsString()).getEpochSecond(), seconds(row.get(3)));
        }
    }

    private static long seconds(String epoch) {
        return Long.parseLong(epoch.substring(0, epoch.indexOf('.')));
    }

    /** Encapsulation, packets, first and last time; nothing where capinfos finds the file broken. */
    private static List<String> capinfos(Path file) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("capinfos", "-T", "-r", "-E", "-c", "-a", "-e", "-S", file.toString())
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            throw new TestAbortedException("capinfos is not installed", missing);
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean good = process.waitFor() == 0;
        List<String> cells = List.of(text.strip().split("\t"));
        return good ? cells.subList(1, cells.size()) : List.of();
    }
}
