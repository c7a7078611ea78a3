package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;

/** Every number in what is stated of the first server's session is counted anew from the fields that tshark reads there. */
class NumbersBesideTsharkTest {
    private static final Path CAPTURE = Path.of("src/test/resources/captures/own/seed-session.pcapng");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");
    private static final int SERVER = 10000;

    /** A frame as tshark shows it. */
    private record Row(Map<String, String> fields) {
        String text(String field) {
            return fields.getOrDefault(field, "");
        }

        long number(String field) {
            return text(field).isEmpty() ? 0 : Long.parseLong(text(field));
        }

        boolean has(String flag) {
            return text(flag).equals("1");
        }

        long nanos() {
            return new BigDecimal(text("frame.time_relative")).movePointRight(9).longValueExact();
        }

        long ackNanos() {
            String rtt = text("tcp.analysis.ack_rtt");
            return rtt.isEmpty() ? 0 : new BigDecimal(rtt).movePointRight(9).longValueExact();
        }

        boolean fromServer() {
            return number("tcp.srcport") == SERVER;
        }

        boolean isData() {
            return number("tcp.len") > 0;
        }

        String said() {
            return new String(HexFormat.of().parseHex(text("tcp.payload").replace(":", "")), StandardCharsets.UTF_8);
        }
    }

    private static List<Row> rows = List.of();
    private static List<Finding> findings = List.of();

    @BeforeAll
    static void readBoth() throws IOException {
        Tshark.assumeInstalled();
        rows = Tshark.rows(
                        CAPTURE,
                        "frame.number",
                        "frame.time_relative",
                        "ip.version",
                        "ip.src",
                        "ip.dst",
                        "ip.len",
                        "ip.ttl",
                        "ip.flags.df",
                        "tcp.stream",
                        "tcp.srcport",
                        "tcp.dstport",
                        "tcp.flags.syn",
                        "tcp.flags.ack",
                        "tcp.flags.fin",
                        "tcp.flags.push",
                        "tcp.seq",
                        "tcp.ack",
                        "tcp.len",
                        "tcp.options.mss_val",
                        "tcp.options.wscale.shift",
                        "tcp.analysis.ack_rtt",
                        "tcp.payload")
                .stream()
                .map(NumbersBesideTsharkTest::normal)
                .map(Row::new)
                .toList();
        try (PacketSource source = CaptureFile.open(CAPTURE)) {
            findings = new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                    .run(source)
                    .findings();
        }
    }

    /** Later versions of tshark write flags as True and False. */
    private static Map<String, String> normal(Map<String, String> fields) {
        Map<String, String> normal = new HashMap<>(fields);
        normal.replaceAll((field, value) -> value.equals("True") ? "1" : value.equals("False") ? "0" : value);
        return normal;
    }

    @Test
    void everyNumberIsTheOneCountedFromFields() {
        Map<String, Supplier<List<String>>> expected = expected();
        Map<String, List<Finding>> byId = findings.stream()
                .filter(finding -> NUMBER.matcher(finding.statement()).find())
                .collect(Collectors.groupingBy(Finding::id));
        assertTrue(byId.size() >= 25, () -> "numbers in " + byId.keySet());
        byId.forEach((id, all) -> {
            assertTrue(expected.containsKey(id), () -> "nobody has counted for " + id + ": " + all);
            List<String> counted = expected.getOrDefault(id, List::of).get().stream()
                    .flatMap(text -> numbers(text).stream())
                    .toList();
            List<String> stated = all.stream()
                    .flatMap(finding -> numbers(finding.statement()).stream())
                    .toList();
            assertEquals(counted, stated, () -> id + ": " + all.getFirst().statement());
        });
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(number -> number.replace(",", ""))
                .toList();
    }

    private static Map<String, Supplier<List<String>>> expected() {
        Map<String, Supplier<List<String>>> expected = new HashMap<>();
        application(expected);
        transport(expected);
        network(expected);
        return expected;
    }

    private static void application(Map<String, Supplier<List<String>>> expected) {
        expected.put("server-identity", () -> List.of(server()));
        expected.put("welcome-size", () -> List.of("" + firstLines(0).getFirst().length()));
        expected.put("prompt", () -> List.of("" + firstLines(0).get(1).length()));
        expected.put(
                "user-identity",
                () -> syns().stream().map(NumbersBesideTsharkTest::client).toList());
        expected.put("users", () -> List.of("" + names().size()));
        expected.put(
                "online",
                () -> List.of(
                        "" + lists().count(),
                        ""
                                + lists().mapToLong(list -> list.chars()
                                                        .filter(c -> c == ',')
                                                        .count()
                                                + 1)
                                        .max()
                                        .orElseThrow()));
        expected.put("messages-by-kind", () -> {
            long servers = rows.stream()
                    .filter(Row::fromServer)
                    .flatMap(row -> row.said().lines())
                    .count();
            long clients = count(row -> row.isData() && !row.fromServer());
            List<String> stated = numbers(statement("messages-by-kind"));
            long sum = stated.stream()
                    .skip(1)
                    .limit(stated.size() - 2)
                    .mapToLong(Long::parseLong)
                    .sum();
            assertEquals(2 * (servers + clients), sum, "the kinds together, and each side's");
            List<String> counted = new ArrayList<>(stated);
            counted.set(0, "" + (servers + clients));
            counted.set(1, "" + clients);
            counted.set(
                    stated.size() - 1,
                    ""
                            + rows.stream()
                                    .filter(Row::fromServer)
                                    .flatMap(row -> row.said().lines())
                                    .filter(line -> line.contains(" to ") || line.matches("(Hodaya|Emily): .*"))
                                    .filter(line -> !line.equals("welcome to the chat"))
                                    .count());
            return counted;
        });
        expected.put("recipients", () -> {
            List<String> direct = rows.stream()
                    .filter(row -> row.isData() && !row.fromServer())
                    .map(Row::said)
                    .filter(said -> said.contains(" to ") && said.contains(" - "))
                    .toList();
            long several = direct.stream()
                    .filter(said -> said.substring(0, said.indexOf(" - ")).contains(","))
                    .count();
            return List.of(several + " " + direct.size() + " " + Words.percent(several, direct.size()));
        });
        expected.put("private-chat", () -> {
            Row request = first(row ->
                    !row.fromServer() && row.number("tcp.seq") > 1 && row.said().equals("Emily"));
            Row begun = first(row -> row.fromServer() && row.said().startsWith("chat with "));
            Row left = first(row -> row.said().equals("leave"));
            long texts = count(row ->
                    row.isData() && !row.fromServer() && row.nanos() > begun.nanos() && row.nanos() < left.nanos());
            Row accepted = first(row -> row.said().equals("accept"));
            return List.of(
                    Words.duration(accepted.nanos() - request.nanos()),
                    "" + texts,
                    Words.duration(left.nanos() - begun.nanos()));
        });
        expected.put(
                "private-chat-rejected",
                () -> List.of(Words.duration(first(row -> row.said().equals("reject"))
                                .nanos()
                        - first(row -> !row.fromServer() && row.said().equals("Ofir") && row.number("tcp.seq") > 1)
                                .nanos())));
    }

    private static void transport(Map<String, Supplier<List<String>>> expected) {
        expected.put(
                "handshake",
                () -> syns().stream()
                        .map(syn -> {
                            Row ack = first(row -> row.text("tcp.stream").equals(syn.text("tcp.stream"))
                                    && !row.fromServer()
                                    && !row.has("tcp.flags.syn"));
                            return syn.text("tcp.stream") + " " + client(syn) + " " + server() + " "
                                    + Words.duration(ack.nanos() - syn.nanos());
                        })
                        .toList());
        expected.put("handshakes-complete", () -> List.of(syns().size() + " " + streams()));
        expected.put("handshake-options", () -> {
            List<Row> offers =
                    rows.stream().filter(row -> row.has("tcp.flags.syn")).toList();
            Row one = offers.getFirst();
            assertEquals(
                    1,
                    offers.stream()
                            .map(row -> row.text("tcp.options.mss_val"))
                            .distinct()
                            .count());
            return List.of(streams() + " " + streams() + " " + one.text("tcp.options.mss_val") + " "
                    + one.text("tcp.options.wscale.shift"));
        });
        expected.put("push-share", () -> {
            long data = count(Row::isData);
            long pushed = count(row -> row.isData() && row.has("tcp.flags.push") && row.has("tcp.flags.ack"));
            return List.of(pushed + " " + data + " " + Words.percent(pushed, data));
        });
        expected.put("sequence-example", () -> {
            Row welcome = first(Row::isData);
            long next = welcome.number("tcp.seq") + welcome.number("tcp.len");
            Row answer = first(row -> !row.fromServer()
                    && row.text("tcp.stream").equals(welcome.text("tcp.stream"))
                    && row.number("tcp.ack") >= next);
            return List.of(
                    welcome.text("tcp.stream"),
                    welcome.text("tcp.len"),
                    welcome.text("tcp.seq"),
                    answer.text("tcp.ack"),
                    welcome.text("tcp.seq") + " " + welcome.text("tcp.len") + " " + next);
        });
        expected.put(
                "port-map",
                () -> Stream.concat(
                                Stream.of(server().replace(':', ' ')),
                                syns().stream().map(row -> row.text("tcp.srcport")))
                        .toList());
        expected.put("delayed-acks", () -> {
            Predicate<Row> acknowledges = row -> !row.isData()
                    && row.ackNanos() > 0
                    && row.number("tcp.ack") > 1
                    && !row.has("tcp.flags.syn")
                    && !row.has("tcp.flags.fin");
            long latest = rows.stream()
                    .filter(acknowledges)
                    .mapToLong(Row::ackNanos)
                    .max()
                    .orElseThrow();
            long late = count(acknowledges.and(row -> row.ackNanos() >= 30_000_000));
            List<Row> fins =
                    rows.stream().filter(row -> row.has("tcp.flags.fin")).toList();
            long ofFins = count(acknowledges
                    .and(row -> row.ackNanos() >= 30_000_000)
                    .and(row -> fins.stream()
                            .anyMatch(fin -> fin.text("tcp.stream").equals(row.text("tcp.stream"))
                                    && fin.fromServer() != row.fromServer()
                                    && fin.number("tcp.seq") + 1 == row.number("tcp.ack"))));
            return List.of(count(acknowledges) + " " + late + " 30 " + Words.duration(latest) + " " + ofFins + " "
                    + (late - ofFins));
        });
        expected.put(
                "message-boundaries", () -> List.of(streams() + " " + count(row -> row.isData() && !row.fromServer())));
        expected.put("segment-sizes", () -> List.of(least("tcp.len") + " " + most("tcp.len")));
        expected.put(
                "close",
                () -> syns().stream().map(row -> row.text("tcp.stream")).toList());
        expected.put("closes", () -> {
            long both = rows.stream()
                    .filter(row -> row.has("tcp.flags.fin"))
                    .collect(Collectors.groupingBy(row -> row.text("tcp.stream"), Collectors.counting()))
                    .values()
                    .stream()
                    .filter(fins -> fins == 2)
                    .count();
            return List.of(streams() + " " + both);
        });
    }

    private static void network(Map<String, Supplier<List<String>>> expected) {
        expected.put(
                "protocol", () -> List.of(count(row -> row.text("ip.version").equals("4")) + " 4"));
        expected.put(
                "addresses",
                () -> List.of(
                        count(row -> row.text("ip.src").equals("127.0.0.1")
                                        && row.text("ip.dst").equals("127.0.0.1")) + " 127.0.0.1 127.0.0.1"));
        expected.put("ttl", () -> List.of(count(row -> row.text("ip.ttl").equals("64")) + " 64"));
        expected.put("dont-fragment", () -> List.of(count(row -> row.has("ip.flags.df")) + " 4"));
        expected.put("largest-datagram", () -> {
            long mss = rows.stream()
                    .filter(row -> !row.text("tcp.options.mss_val").isEmpty())
                    .mapToLong(row -> row.number("tcp.options.mss_val"))
                    .min()
                    .orElseThrow();
            return List.of(
                    most("ip.len") + " " + least("tcp.len") + " " + most("tcp.len") + " " + mss + " 40 " + (mss + 40));
        });
    }

    private static String statement(String id) {
        return findings.stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow()
                .statement();
    }

    private static long count(Predicate<Row> which) {
        return rows.stream().filter(which).count();
    }

    private static Row first(Predicate<Row> which) {
        return rows.stream().filter(which).findFirst().orElseThrow();
    }

    private static long least(String field) {
        return rows.stream()
                .mapToLong(row -> row.number(field))
                .filter(n -> n > 0)
                .min()
                .orElseThrow();
    }

    private static long most(String field) {
        return rows.stream().mapToLong(row -> row.number(field)).max().orElseThrow();
    }

    private static List<Row> syns() {
        return rows.stream()
                .filter(row -> row.has("tcp.flags.syn") && !row.has("tcp.flags.ack"))
                .toList();
    }

    private static long streams() {
        return rows.stream().map(row -> row.text("tcp.stream")).distinct().count();
    }

    private static String client(Row syn) {
        return syn.text("ip.src") + ":" + syn.text("tcp.srcport");
    }

    private static String server() {
        return syns().getFirst().text("ip.dst") + ":" + syns().getFirst().text("tcp.dstport");
    }

    /** What the server says first, with the ends of lines. */
    private static List<String> firstLines(int stream) {
        return rows.stream()
                .filter(row -> row.fromServer() && row.isData() && row.number("tcp.stream") == stream)
                .map(Row::said)
                .limit(2)
                .toList();
    }

    private static List<String> names() {
        return rows.stream()
                .filter(row -> !row.fromServer() && row.isData() && row.number("tcp.seq") == 1)
                .map(Row::said)
                .distinct()
                .toList();
    }

    private static Stream<String> lists() {
        return rows.stream()
                .filter(Row::fromServer)
                .flatMap(row -> row.said().lines())
                .filter(line -> line.startsWith("online:"));
    }
}
