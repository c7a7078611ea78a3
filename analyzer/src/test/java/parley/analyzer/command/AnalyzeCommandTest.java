package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.report.CsvReport;
import parley.analyzer.testing.ArchiveFile;

class AnalyzeCommandTest {
    private static final Path SEED_SESSION = Path.of("src/test/resources/captures/own/seed-session.pcapng");
    private static final Path LOSSY = SEED_SESSION.resolveSibling("lossy-1.pcapng");

    @TempDir
    private Path directory;

    private static CommandRun analyze(Object... arguments) {
        return CommandRun.of(
                new AnalyzeCommand(),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private Path file(String name, byte[] octets) throws IOException {
        return Files.write(directory.resolve(name), octets);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertFails(int exit, String error, CommandRun run) {
        assertEquals(error, run.error().strip());
        assertEquals(exit, run.exit());
        assertEquals("", run.out());
    }

    @Test
    void allReportsAreWrittenAndASummaryIsShown() throws IOException {
        Path reports = directory.resolve("new/reports");
        CommandRun run = analyze(SEED_SESSION, "-o", reports);
        assertEquals(0, run.exit(), run.error());
        assertEquals(
                List.of(
                        "conversations.csv",
                        "findings.csv",
                        "handshakes.csv",
                        "messages.csv",
                        "packets.csv",
                        "report.html",
                        "report.md",
                        "segments.csv",
                        "streams.csv",
                        "users.csv"),
                names(reports));
        assertFalse(run.out().isEmpty());
        assertEquals("", run.error());
    }

    @Test
    void onlyWhatIsAskedForIsWritten() throws IOException {
        assertEquals(
                0,
                analyze(SEED_SESSION, "-o", directory, "--only", "users,streams")
                        .exit());
        assertEquals(List.of("streams.csv", "users.csv"), names(directory));
        assertEquals(5, Files.readAllLines(directory.resolve("users.csv")).size());
    }

    /** Computing no more than it needs changes nothing in a report. */
    @ParameterizedTest
    @EnumSource(CsvReport.class)
    void aReportAloneIsAsAmongAll(CsvReport report) throws IOException {
        for (Path capture : List.of(SEED_SESSION, LOSSY)) {
            Path all = directory.resolve("all");
            analyze(capture, "-o", all);

            analyze(capture, "-o", directory.resolve("alone"), "--only", report.toString());

            String file = report + ".csv";
            assertEquals(
                    Files.readString(all.resolve(file)),
                    Files.readString(directory.resolve("alone").resolve(file)));
        }
    }

    @Test
    void aFormatIsWrittenWithoutTheOthers() throws IOException {
        assertEquals(0, analyze(SEED_SESSION, "-o", directory, "--format", "md").exit());
        assertEquals(List.of("report.md"), names(directory));
    }

    @Test
    void jsonIsTheTablesAndTheTotals() throws IOException {
        CommandRun run = analyze(SEED_SESSION, "-o", directory, "--format", "json");

        assertEquals(0, run.exit(), run.error());
        assertEquals(
                List.of(
                        "conversations.ndjson",
                        "findings.ndjson",
                        "handshakes.ndjson",
                        "messages.ndjson",
                        "packets.ndjson",
                        "segments.ndjson",
                        "streams.ndjson",
                        "summary.json",
                        "users.ndjson"),
                names(directory));
        String summary = Files.readString(directory.resolve("summary.json"));
        assertTrue(summary.contains("\"packets\":141,\"connections\":4"), summary);
        assertTrue(summary.contains("\"complete_handshakes\":4"), summary);
    }

    @Test
    void oneTableGoesToStandardOutputAsJson() throws IOException {
        CommandRun run = analyze(SEED_SESSION, "-o", "-", "--only", "users", "--format", "json");

        assertEquals(0, run.exit(), run.error());
        assertTrue(run.out().startsWith("{\"name\":\"Ofir\",\"address\":\"127.0.0.1\",\"port\":58197,"), run.out());
    }

    @Test
    void whatIsWrittenWholeIsNotChosenAmongTables() {
        CommandRun run = analyze(SEED_SESSION, "-o", directory, "--only", "users", "--format", "html");

        assertEquals(2, run.exit());
        assertTrue(run.error().contains("--only chooses among tables: with it --format is csv or json"), run.error());
    }

    @Test
    void oneCsvGoesToStandardOutputAlone() throws IOException {
        CommandRun run = analyze(SEED_SESSION, "-o", "-", "--only", "messages");
        assertEquals(0, run.exit(), run.error());
        assertEquals(Files.readString(Path.of("src/test/resources/expected/seed-session/messages.csv")), run.out());
    }

    @Test
    void standardInputIsRead() throws IOException {
        CommandRun run = CommandRun.withInput(
                Files.readAllBytes(SEED_SESSION), new AnalyzeCommand(), "-", "-o", "-", "--only", "users");
        assertEquals(5, run.out().lines().count());
    }

    @Test
    void aCaptureInAnArchiveIsAnalyzedAsIfItWereNot() throws IOException {
        byte[] archive = ArchiveFile.ZIP.of(
                ArchiveFile.file("README.txt", new byte[] {'x'}),
                ArchiveFile.file("chat.pcapng", Files.readAllBytes(SEED_SESSION)));
        Path expected = Path.of("src/test/resources/expected/seed-session/messages.csv");

        CommandRun ofFile = analyze(file("chat.zip", archive), "-o", "-", "--only", "messages");
        CommandRun ofPipe = CommandRun.withInput(archive, new AnalyzeCommand(), "-", "-o", "-", "--only", "messages");

        assertEquals(Files.readString(expected), ofFile.out());
        assertEquals(Files.readString(expected), ofPipe.out());
    }

    @Test
    void anArchiveWithTwoCapturesLeavesNoReports() throws IOException {
        ArchiveFile.File capture = ArchiveFile.file("a.pcapng", Files.readAllBytes(SEED_SESSION));
        byte[] archive = ArchiveFile.TAR_GZIP.of(capture, capture);
        Path reports = directory.resolve("reports");
        String said = " holds 2 captures, a.pcapng and a.pcapng: unpack it with tar xf ";

        Path archived = file("chat.tgz", archive);
        assertFails(1, archived + said + archived + ", and name one of them", analyze(archived, "-o", reports));
        assertFails(
                1,
                "standard input" + said + "FILE, and name one of them",
                CommandRun.withInput(archive, new AnalyzeCommand(), "-", "-o", reports.toString()));
        assertFalse(Files.exists(reports));
    }

    @Test
    void oneStreamIsAnalyzedAlone() {
        CommandRun run = analyze(SEED_SESSION, "-o", "-", "--only", "users", "--stream", 2);
        assertEquals(
                List.of("Hodaya"),
                run.out()
                        .lines()
                        .skip(1)
                        .map(row -> row.replaceFirst(",.*", ""))
                        .toList());
    }

    @Test
    void nothingIsDecodedWhereTheUserSaysSo() {
        assertEquals(
                1,
                analyze(SEED_SESSION, "-o", "-", "--only", "messages", "--decode-as", "none")
                        .out()
                        .lines()
                        .count());
        assertEquals(
                58,
                analyze(SEED_SESSION, "-o", "-", "--only", "messages", "--decode-as", "10000=chat")
                        .out()
                        .lines()
                        .count());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.pcapng");
        assertFails(1, missing + ": no such file", analyze(missing));
    }

    @Test
    void aDirectoryIsNoCapture() {
        assertFails(1, directory + " is a directory: name a capture file in it", analyze(directory));
    }

    @Test
    void anEmptyFileIsNoCapture() throws IOException {
        Path empty = file("empty.pcapng", new byte[0]);
        assertFails(1, empty + " is empty: expected a pcap or pcapng file", analyze(empty));
    }

    @Test
    void aTextIsNoCapture() throws IOException {
        Path text = file("text.pcapng", new byte[] {'t', 'e', 'x', 't', '\n'});
        assertFails(1, text + " is text, no capture: expected a pcap or pcapng file", analyze(text));
    }

    @Test
    void anEmptyStandardInputIsNoCapture() {
        assertFails(
                1, "standard input is empty: expected a pcap or pcapng file", CommandRun.of(new AnalyzeCommand(), "-"));
    }

    @Test
    void aCaptureThatBreaksOffIsAnalyzedUpToThere() throws IOException {
        byte[] whole = Files.readAllBytes(SEED_SESSION);
        Path broken = file("broken.pcapng", Arrays.copyOf(whole, whole.length / 2));
        Path reports = directory.resolve("reports");
        CommandRun run = analyze(broken, "-o", reports);
        assertEquals(0, run.exit());
        assertEquals(1, run.error().lines().count(), run.error());
        assertTrue(run.error().startsWith("parley: " + broken + " cannot be read past byte "), run.error());
        List<String> all = Files.readAllLines(Path.of("src/test/resources/expected/seed-session/messages.csv"));
        List<String> before = Files.readAllLines(reports.resolve("messages.csv"));
        assertTrue(before.size() > 20, before.toString());
        assertEquals(all.subList(0, before.size() - 1), before.subList(0, before.size() - 1));
        long packets = Files.readAllLines(reports.resolve("packets.csv")).size() - 1L;
        assertTrue(run.error().contains("the " + packets + " packets before are analyzed"), run.error());
    }

    @Test
    void ofSeveralCapturesTheOneThatBreaksOffIsCounted() throws IOException {
        byte[] whole = Files.readAllBytes(SEED_SESSION);
        Path broken = file("broken.pcapng", Arrays.copyOf(whole, whole.length / 2));
        String alone = analyze(broken).error();
        assertTrue(alone.contains(" packets before are analyzed"), alone);
        assertEquals(alone, analyze(SEED_SESSION, broken).error());
    }

    @Test
    void aCaptureWhoseHeaderIsNotWholeIsNone() throws IOException {
        byte[] whole = Files.readAllBytes(SEED_SESSION);
        Path cut = file("cut.pcapng", Arrays.copyOf(whole, 20));
        CommandRun run = analyze(cut);
        assertEquals(1, run.exit());
        assertTrue(
                run.error().contains(cut + ": the pcapng file breaks off after 20 bytes, in its first block of "),
                run.error());
    }

    @Test
    void reportsNeedADirectory() throws IOException {
        Path taken = file("taken", new byte[0]);
        assertFails(
                1, taken + " is a file: name a directory for the reports with -o", analyze(SEED_SESSION, "-o", taken));
        assertFails(
                1,
                taken + " is a file: name a directory for the reports with -o",
                analyze(SEED_SESSION, "-o", taken.resolve("below")));
    }

    @Test
    void aReportThatCannotBeMadeIsNamed() throws IOException {
        Path users = Files.createDirectory(directory.resolve("users.csv"));
        assertFails(1, "cannot write " + users + ": Is a directory", analyze(SEED_SESSION, "-o", directory));
    }

    @Test
    void standardOutputTakesOneCsv() {
        String told = "-o - writes one table: name it with --only, for instance --only messages";
        assertFails(2, told, analyze(SEED_SESSION, "-o", "-"));
        assertFails(2, told, analyze(SEED_SESSION, "-o", "-", "--only", "users,streams"));
    }

    @Test
    void anUnknownReportIsWrongUsage() {
        CommandRun run = analyze(SEED_SESSION, "--only", "massages");
        assertEquals(2, run.exit());
        assertTrue(run.error().contains("'massages'") && run.error().contains("messages"), run.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "=chat", "x=chat", "65536=chat", "-1=chat", "10000"})
    void decodeAsTakesAPortAndAName(String value) {
        assertFails(
                2,
                "--decode-as takes PORT=NAME, for instance 10000=chat, or none; not '" + value + "'",
                analyze(SEED_SESSION, "--decode-as", value));
    }

    @Test
    void anUnknownDecoderIsWrongUsage() {
        assertFails(
                2,
                "--decode-as: no decoder is called 'irc'; there is chat",
                analyze(SEED_SESSION, "--decode-as", "10000=irc"));
    }

    @Test
    void aStreamThatIsNotThereIsNamed() {
        assertFails(
                1,
                SEED_SESSION + " has no stream 4; its streams are 0 to 3",
                analyze(SEED_SESSION, "-o", directory, "--stream", 4));
    }
}
