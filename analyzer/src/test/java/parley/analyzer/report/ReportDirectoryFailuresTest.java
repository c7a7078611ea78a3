package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.os.OutputFile;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

class ReportDirectoryFailuresTest {
    private static final String CHAT = """
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            C data 'Ofir\\n'
            S data 'hello Ofir\\nonline: Ofir\\n'
            C data 'Ofir to Roony - one\\n'
            C data 'Ofir to Roony - two\\n'
            close
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packets.csv",
                "segments.csv",
                "messages.csv",
                "users.csv",
                "findings.csv",
                "messages.ndjson",
                "summary.json",
                "report.md",
                "report.html"
            })
    void oneFileOnAFullDiskIsToldAndAllOthersAreWhole(String full, @TempDir Path directory) throws IOException {
        Path whole = directory.resolve("whole");
        write(whole, OutputFile::begin);
        Path broken = directory.resolve("broken");

        IOException told = assertThrows(
                IOException.class,
                () -> write(broken, file -> {
                    OutputStream begun = OutputFile.begin(file);
                    return file.endsWith(full) ? new OnFullDisk(begun) : begun;
                }));

        assertEquals(full + " could not be written: No space left on device", told.getMessage());
        for (Path file : files(whole)) {
            if (!file.endsWith(full)) {
                Path same = broken.resolve(file.getFileName());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(same), same.toString());
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void write(Path directory, ReportDirectory.Beginning beginning) throws IOException {
        Set<CsvReport> tables = EnumSet.allOf(CsvReport.class);
        Set<ReportFormat> formats = EnumSet.allOf(ReportFormat.class);
        try (ReportDirectory reports =
                ReportDirectory.open(directory, "chat.pcap", tables, formats, CsvText.SAFE, beginning)) {
            new Analysis(AnalysisOptions.DEFAULT, reports.sinks(), List.of())
                    .run(TcpScript.parse(CHAT).source());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatFailsInItsOwnCodeIsToldAndAllOthersAreWholeAndClosed(CsvReport failing) throws IOException {
        AtomicInteger closed = new AtomicInteger();
        Map<CsvReport, OutputStream> streams = new EnumMap<>(CsvReport.class);
        for (CsvReport table : CsvReport.values()) {
            streams.put(table, table == failing ? new Broken() : new Counted(closed));
        }
        ReportStyle style = new ReportStyle(TableFormat.csv(CsvText.SAFE), new ReportThread());
        List<ReportSink> sinks = new ArrayList<>();
        streams.forEach((table, out) -> sinks.add(table.open(out, style)));

        RuntimeException told = assertThrows(
                RuntimeException.class,
                () -> new Analysis(AnalysisOptions.DEFAULT, sinks, List.of())
                        .run(TcpScript.parse(CHAT).source()));
        for (ReportSink sink : sinks) {
            sink.close();
        }

        assertEquals("broken", told.getMessage());
        assertEquals(CsvReport.values().length - 1, closed.get());
        streams.remove(failing);
        streams.forEach((table, out) -> assertEquals(Reports.text(table, CHAT), out.toString(), table.toString()));
    }

    @Test
    void ofATableWhoseRowCannotBeMadeTheRowsBeforeAreKept() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvTable csv = new CsvTable("messages.csv", out, List.of("number", "text"));
        csv.number(1);
        csv.text("one");
        csv.endRow();
        csv.number(2);

        csv.finish();

        assertEquals("number,text\n1,one\n", out.toString(StandardCharsets.UTF_8));
    }

    private static final class OnFullDisk extends FilterOutputStream {
        OnFullDisk(OutputStream file) {
            super(file);
        }

        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    /** Takes nothing, and not as a disk does. */
    private static final class Broken extends OutputStream {
        @Override
        public void write(int octet) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void write(byte[] octets, int from, int count) {
            throw new IllegalStateException("broken");
        }
    }

    private static final class Counted extends ByteArrayOutputStream {
        private final AtomicInteger closed;

        Counted(AtomicInteger closed) {
            this.closed = closed;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
