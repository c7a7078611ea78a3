package parley.analyzer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.findings.Finding;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportSink;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.DecodedPacket;

class AnalysisTest {
    private static final String CHAT = """
            handshake
            S data 'welcome to the chat\\n'
            C ACK
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            C ACK
            """;

    /** Two chats, one without LF, a gap, a retransmission, reordering, a reset. */
    private static final String EVENTFUL = "client 10.0.0.1:40000\n" + CHAT + "client 10.0.0.1:40001\n" + """
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            reorder
            C data 'Emily'
            S ACK
            at +150ms
            S data 'hello Emily\\n'
            unseen
            C ACK
            C data 'Emily to Ofir - hi'
            at +150ms
            client 10.0.0.1:40000
            S data 'Emily to Ofir - hi\\n'
            S again
            C data '=formula\\n'
            close
            client 10.0.0.1:40001
            C RST
            """;

    /** Notes what it hears. */
    private static final class Events implements AnalysisListener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void started(long firstNanos, int timestampDigits) {
            heard.add("started " + (firstNanos - TcpScript.START_NANOS) + " " + timestampDigits);
        }

        @Override
        public void packet(DecodedPacket packet, @Nullable Segment segment) {
            heard.add("packet " + packet.packet().number() + (segment == null ? " no tcp" : ""));
        }

        @Override
        public void opened(Connection connection) {
            heard.add("opened " + connection.index());
        }

        @Override
        public void closed(Connection connection) {
            heard.add("closed " + connection.index());
        }

        @Override
        public void data(Connection connection, Flow flow, StreamData data) {
            heard.add("data " + flow.node() + " " + data.offset() + "+" + data.length());
        }

        @Override
        public void gap(Connection connection, Flow flow, long offset, long length) {
            heard.add("gap " + flow.node() + " " + offset + "+" + length);
        }

        @Override
        public void end(Connection connection, Flow flow, StreamListener.End end) {
            heard.add("end " + flow.node() + " " + end);
        }

        @Override
        public void decoded(Message message) {
            heard.add("decoded " + message.kind());
        }

        @Override
        public void settled(Message message) {
            heard.add("settled " + message.kind());
        }

        @Override
        public void identified(Connection connection, String user, long timestampNanos) {
            heard.add("identified " + user);
        }
    }

    /** Gives so many packets, then fails. */
    private static final class Failing extends ForwardingSource {
        private int left;

        Failing(PacketSource source, int packets) {
            super(source);
            this.left = packets;
        }

        @Override
        public boolean next(Packet packet) throws IOException {
            if (left-- == 0) {
                throw new IOException("the disk was pulled out");
            }
            return source().next(packet);
        }
    }

    private static List<String> events(PacketSource source, AnalysisOptions options) throws IOException {
        Events events = new Events();
        new Analysis(options, List.of(), List.of(events)).run(source);
        return events.heard;
    }

    private static AnalysisOptions stream(long index) {
        return AnalysisOptions.DEFAULT.withStream(OptionalLong.of(index));
    }

    private static Map<CsvReport, String> reports(PacketSource source, Path directory) throws IOException {
        try (source;
                ReportDirectory reports = ReportDirectory.openAll(directory, "capture.pcapng")) {
            new Analysis(AnalysisOptions.DEFAULT, reports.sinks(), List.of()).run(source);
        }
        return read(directory);
    }

    private static Map<CsvReport, String> read(Path directory) throws IOException {
        Map<CsvReport, String> files = new HashMap<>();
        for (CsvReport report : CsvReport.values()) {
            files.put(report, Files.readString(directory.resolve(report + ".csv")));
        }
        return files;
    }

    @Test
    void aPacketIsHeardOfBeforeWhatItCompletes() throws IOException {
        assertEquals(
                List.of(
                        "started 0 9",
                        "opened 0",
                        "packet 1",
                        "packet 2",
                        "packet 3",
                        "packet 4",
                        "data 1 0+20",
                        "decoded welcome",
                        "packet 5",
                        "settled welcome",
                        "packet 6",
                        "data 0 0+5",
                        "packet 7",
                        "data 1 20+11",
                        "decoded name",
                        "decoded hello",
                        "identified Ofir",
                        "settled name",
                        "packet 8",
                        "settled hello",
                        "end 0 UNFINISHED",
                        "end 1 UNFINISHED",
                        "closed 0"),
                events(TcpScript.parse(CHAT).source(), AnalysisOptions.DEFAULT));
    }

    @Test
    void aGapAndAnEndAreHeardInTheirPlace() throws IOException {
        List<String> heard = events(
                TcpScript.parse("handshake; S data 'ab'; unseen; C ACK; S data 'cd'; C ACK; close")
                        .source(),
                AnalysisOptions.DEFAULT);
        assertEquals(
                List.of("packet 6", "gap 1 0+2", "data 1 2+2", "packet 7", "end 0 FIN", "packet 8", "end 1 FIN"),
                heard.subList(heard.indexOf("packet 6"), heard.indexOf("packet 9")));
    }

    @Test
    void ofOneStreamNothingElseIsHeard() throws IOException {
        List<String> heard = events(TcpScript.parse(EVENTFUL).source(), stream(1));
        assertTrue(heard.contains("opened 1") && heard.contains("identified Emily"), heard.toString());
        assertTrue(
                heard.stream().noneMatch(event -> event.endsWith("ed 0") || event.endsWith("Ofir")), heard.toString());
    }

    @Test
    void ofAStreamThatIsNotThereNothingIsHeard() throws IOException {
        assertEquals(List.of("started 0 9"), events(TcpScript.parse(CHAT).source(), stream(7)));
    }

    @Test
    void packetsWithoutTcpAreHeardUnlessOneStreamIsAskedFor() throws IOException {
        List<Frame> frames = List.of(Frame.of(TcpScript.START_NANOS, new byte[60]));
        assertEquals(
                List.of("started 0 9", "packet 1 no tcp"),
                events(new FrameSource(LinkType.ETHERNET, frames), AnalysisOptions.DEFAULT));
        assertEquals(List.of("started 0 9"), events(new FrameSource(LinkType.ETHERNET, frames), stream(0)));
    }

    @Test
    void anEmptyCaptureHasASummaryToo() throws IOException {
        AnalysisSummary summary = new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                .run(new FrameSource(LinkType.ETHERNET, List.of()))
                .summary();
        assertEquals(0, summary.packets());
        assertEquals(0, summary.connections());
    }

    @Test
    void theSummaryCountsWhatIsNotDecoded() throws IOException {
        AnalysisSummary unknown = new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                .run(new FrameSource(147, List.of(Frame.of(5, new byte[60]), Frame.of(3, new byte[60]))))
                .summary();
        assertEquals(Map.of(147, 2L), unknown.undecodedLinkTypes());
        assertEquals(5, unknown.lastNanos());
        AnalysisSummary faulty = new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                .run(new FrameSource(LinkType.ETHERNET, List.of(Frame.of(0, new byte[3]))))
                .summary();
        assertEquals(1, faulty.faultyPackets());
    }

    @Test
    void aSourceThatFailsLeavesReportsOfWhatWasRead(@TempDir Path directory) throws IOException {
        Path whole = directory.resolve("whole");
        Path broken = directory.resolve("broken");
        IOException told = assertThrows(
                IOException.class,
                () -> reports(new Failing(TcpScript.parse(EVENTFUL).source(), 8), broken));
        assertEquals("the disk was pulled out", told.getMessage());
        reports(TcpScript.parse("client 10.0.0.1:40000\n" + CHAT).source(), whole);
        assertEquals(read(whole), read(broken));
    }

    @Test
    void aReportThatFailsDoesNotKeepOthersFromBeingWritten() {
        List<String> finished = new ArrayList<>();
        ReportSink full = new ReportSink() {
            @Override
            public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
                throw new IOException("a.csv could not be written");
            }

            @Override
            public void close() {}
        };
        ReportSink fine = new ReportSink() {
            @Override
            public void finish(AnalysisSummary summary, List<Finding> findings) {
                finished.add("fine");
            }

            @Override
            public void close() {}
        };
        IOException told = assertThrows(
                IOException.class,
                () -> new Analysis(AnalysisOptions.DEFAULT, List.of(full, fine), List.of())
                        .run(TcpScript.parse(CHAT).source()));
        assertEquals("a.csv could not be written", told.getMessage());
        assertEquals(List.of("fine"), finished);
    }

    @Test
    void whatIsWrittenWhileAnalyzingGivesTheSameReportsAfterwards(@TempDir Path directory) throws IOException {
        Path capture = directory.resolve("live.pcapng");
        PacketSource live = new TeeSource(TcpScript.parse(EVENTFUL).source(), PcapngWriter.create(capture));
        Map<CsvReport, String> during = reports(live, directory.resolve("live"));
        Map<CsvReport, String> afterwards = reports(CaptureFile.open(capture), directory.resolve("offline"));
        assertEquals(during, afterwards);
        during.forEach((report, text) -> assertTrue(text.lines().count() > 1, report.toString()));
    }

    @Test
    void reportsReplaceOlderOnes(@TempDir Path directory) throws IOException {
        Map<CsvReport, String> first = reports(TcpScript.parse(CHAT).source(), directory);
        reports(TcpScript.parse(EVENTFUL).source(), directory);
        assertEquals(first, reports(TcpScript.parse(CHAT).source(), directory));
    }
}
