package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.testing.Tcptrace;

/** What conversations.csv says of a connection agrees with {@code tcptrace -l -r}, or differs by a rule. */
class BesideTcptraceTest {
    private static final String SYNTHETIC = "10.0.0.2:10000";

    /** What tcptrace does not decode as we do. */
    private static final Map<String, String> UNREAD = Map.of(
            "arkime-mpls-basic.pcap", "MPLS: it decodes one direction alone",
            "seladb-frag_http_req.pcap", "fragments: it takes the first for the whole",
            "seladb-many_interfaces-1.pcapng", "link types that change",
            "seladb-one_http_stream_rst.pcap", "PPPoE in a VLAN",
            "seladb-sll2.pcap", "the link type LINUX_SLL2",
            "tcpdump-timestamp_invalid_micro.pcap", "a fraction of a second that is a second or more",
            "zeek-http-qinq-0.pcap", "VLAN in a VLAN");

    @BeforeAll
    static void tcptraceIsThere() {
        Tcptrace.assumeInstalled();
    }

    @TestFactory
    Stream<DynamicTest> capturesOfTheProject() {
        return Stream.of(
                        "src/test/resources/captures/own/seed-session.pcapng",
                        "src/test/resources/captures/own/lossy-1.pcapng",
                        "../samples/four-users.pcapng")
                .map(Path::of)
                .map(capture -> dynamicTest(capture.getFileName().toString(), () -> {
                    TcptraceComparison comparison = new TcptraceComparison(capture);
                    assertEquals(List.of(), comparison.unexplained());
                    assertTrue(comparison.compared() > 0, "nothing compared");
                }));
    }

    @TestFactory
    Stream<DynamicTest> capturesOfOthers() throws IOException {
        String folder = System.getProperty("parley.captures", "");
        if (folder.isEmpty()) {
            return Stream.of(dynamicTest("none", () -> {
                throw new TestAbortedException("no captures: name their folder with -Dparley.captures=FOLDER");
            }));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String kind : List.of("own", "public")) {
            try (Stream<Path> files = Files.list(Path.of(folder, kind))) {
                files.filter(file -> hasTcp(Path.of(folder), file)).sorted().forEach(file -> tests.add(beside(file)));
            }
        }
        return tests.stream();
    }

    private static boolean hasTcp(Path folder, Path capture) {
        return Files.exists(folder.resolve("expected").resolve(capture.getFileName() + ".segments.csv"));
    }

    private static DynamicTest beside(Path capture) {
        String name = capture.getFileName().toString();
        return dynamicTest(name, () -> {
            TcptraceComparison comparison = new TcptraceComparison(capture);
            if (UNREAD.containsKey(name)) {
                boolean differs =
                        comparison.compared() == 0 || !comparison.unexplained().isEmpty();
                assertTrue(differs, "no exception is needed for: " + UNREAD.get(name));
            } else {
                assertEquals(List.of(), comparison.unexplained());
            }
        });
    }

    /** Segments lost before and behind the capture, doubled, overtaken and sent again, in 60 connections. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void connectionsOverABadLink(long seed, @TempDir Path folder) throws IOException {
        TcptraceComparison comparison = compare(badLink(seed), folder);
        assertEquals(List.of(), comparison.unexplained());
        assertEquals(60 * 2 * 14, comparison.compared());
        assertTrue(comparison.equal() > 0.95 * comparison.compared(), () -> comparison.equal() + " cells are equal");
    }

    @Test
    void aCleanConnectionNeedsNoRule(@TempDir Path folder) throws IOException {
        TcptraceComparison comparison = compare("handshake; C data 9; S ACK; close", folder);
        assertEquals(List.of(), comparison.unexplained());
        assertEquals(Set.of(), comparison.applied());
        assertEquals(comparison.compared(), comparison.equal());
    }

    private static TcptraceComparison compare(String script, Path folder) throws IOException {
        return new TcptraceComparison(Files.write(
                folder.resolve("script.pcap"), TcpScript.parse(script).pcap()));
    }

    private static String badLink(long seed) {
        Random random = new Random(seed);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            script.append("client 10.0.0.1:")
                    .append(40_000 + i)
                    .append("\nserver ")
                    .append(SYNTHETIC)
                    .append('\n');
            script.append("isn C ").append(random.nextInt() & 0xffff_ffffL).append("\nhandshake\n");
            for (int step = 0; step < 40; step++) {
                String side = random.nextBoolean() ? "C" : "S";
                script.append("at +").append(1 + random.nextInt(80)).append("ms\n");
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> script.append(side).append(" ACK\n");
                    case 3 ->
                        script.append(side)
                                .append(" data 9; at +400ms; ")
                                .append(side)
                                .append(" again\n");
                    default ->
                        script.append(side)
                                .append(" data ")
                                .append(1 + random.nextInt(1400))
                                .append('\n');
                }
                switch (random.nextInt(12)) {
                    case 0 -> script.append("lose\n");
                    case 1 -> script.append("unseen\n");
                    case 2 -> script.append("dup\n");
                    case 3, 4 -> script.append("reorder\n");
                    default -> {}
                }
            }
            script.append(random.nextInt(3) == 0 ? "S RST-ACK\n" : "close\n");
        }
        return script.toString();
    }

    /** The rules are met: what is explained away is there to be explained. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROBES: handshake; C ACK win=0; S data 1; at +1s; S again; C ACK win=900",
                "END_OF_FILE: handshake; C data 4; S ACK; at +9s; client 10.0.0.1:40001; C SYN",
                "ONE_SYN: C SYN wscale=7; C ACK; C data 4",
                "COVERED_TO_THE_END: handshake; C data 10; unseen; C data 10; C data 10; C data 20 seq=1; S ACK; C ACK",
                "WITHOUT_ACK: isn S 3000000000; S SYN-ACK; C SYN; C ACK; S ACK",
                "OTHER_CONNECTIONS: handshake; C data 4; isn C 90000; C SYN; S SYN-ACK",
            })
    void aRuleIsMet(String ruleAndScript, @TempDir Path folder) throws IOException {
        String[] parts = ruleAndScript.split(": ", 2);
        TcptraceComparison comparison = compare(parts[1].replace("; ", "\n"), folder);
        assertEquals(List.of(), comparison.unexplained());
        assertEquals(Set.of(TcptraceComparison.Rule.valueOf(parts[0])), comparison.applied());
    }
}
