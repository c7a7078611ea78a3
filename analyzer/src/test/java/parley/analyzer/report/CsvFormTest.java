package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpScript;

class CsvFormTest {
    private static final Map<CsvReport, String> HEADERS = Map.of(
            CsvReport.PACKETS,
            "No.,Time,Source,Destination,Protocol,Length,Info,Comment",
            CsvReport.SEGMENTS,
            "frame.number,frame.time_epoch,frame.len,ip.src,ip.dst,ipv6.src,ipv6.dst,tcp.srcport,tcp.dstport,tcp.stream,"
                    + "tcp.flags,tcp.seq,tcp.ack,tcp.seq_raw,tcp.ack_raw,tcp.len,tcp.window_size,"
                    + "tcp.analysis.retransmission,tcp.analysis.fast_retransmission,"
                    + "tcp.analysis.spurious_retransmission,tcp.analysis.out_of_order,tcp.analysis.lost_segment,"
                    + "tcp.analysis.ack_lost_segment,tcp.analysis.duplicate_ack,tcp.analysis.keep_alive,"
                    + "tcp.analysis.keep_alive_ack,tcp.analysis.window_update,tcp.analysis.window_full,"
                    + "tcp.analysis.zero_window,tcp.analysis.zero_window_probe,tcp.analysis.zero_window_probe_ack,"
                    + "tcp.analysis.reused_ports,tcp.analysis.ack_rtt,tcp.analysis.initial_rtt,"
                    + "tcp.analysis.bytes_in_flight",
            CsvReport.CONVERSATIONS,
            "tcp.stream,client,server,protocol,user,start,duration,packets.client,packets.server,bytes.client,"
                    + "bytes.server,payload.client,payload.server,retransmissions.client,retransmissions.server,"
                    + "out_of_order.client,out_of_order.server,lost.client,lost.server,duplicate_acks.client,"
                    + "duplicate_acks.server,zero_windows.client,zero_windows.server,initial_rtt,ack_rtt.median,"
                    + "ack_rtt.p99,ack_rtt.max,tcp.completeness,conn_state,history,ended"
                    + ",pure_acks.client,pure_acks.server,unique_payload.client,unique_payload.server,"
                    + "resent.client,resent.server,late.client,late.server,max_segment.client,"
                    + "max_segment.server,max_window.client,max_window.server,max_idle.client,max_idle.server,"
                    + "throughput.client,throughput.server,rtt_samples.client,rtt_samples.server,"
                    + "rtt_min.client,rtt_min.server,rtt_mean.client,rtt_mean.server,rtt_max.client,"
                    + "rtt_max.server",
            CsvReport.HANDSHAKES,
            "tcp.stream,client,server,complete,frame.syn,frame.syn_ack,frame.ack,isn.client,isn.server,mss.client,"
                    + "mss.server,wscale.client,wscale.server,sack.client,sack.server,timestamps.client,"
                    + "timestamps.server,rtt,missing",
            CsvReport.MESSAGES,
            "number,time,tcp.stream,direction,kind,sender,recipients,text,forwards,frame.first,frame.last,"
                    + "tcp.seq.first,tcp.seq.last,bytes,frame.ack,ack_delay",
            CsvReport.USERS,
            "name,address,port,tcp.stream,from,to,messages.sent,messages.received,bytes.sent,bytes.received",
            CsvReport.FINDINGS,
            "layer,id,severity,statement,value,evidence.frames,filter",
            CsvReport.STREAMS,
            "tcp.stream,node,endpoint,bytes,sha256,gap");

    private static final String CHAT = """
            handshake
            S data 'welcome to the chat\\n'
            C data 'Ofir'
            S data 'online: Ofir\\n'
            C data 'TEXT'
            S ACK
            """;

    private static String said(String text, CsvText form) {
        String file = Reports.text(
                CsvReport.MESSAGES,
                TcpScript.parse(CHAT.replace("TEXT", text)).source(),
                AnalysisOptions.DEFAULT,
                form);
        return Reports.rows(file).getLast().getOrDefault("text", "");
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyCaptureLeavesTheHeader(CsvReport report) {
        String file = Reports.text(
                report, new FrameSource(LinkType.ETHERNET, List.of()), AnalysisOptions.DEFAULT, CsvText.SAFE);
        assertEquals(HEADERS.get(report), file.lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void everyLineEndsInLfAlone(CsvReport report) {
        String file = Reports.text(report, CHAT);
        assertTrue(file.endsWith("\n"));
        assertFalse(file.contains("\r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a, b",
                "\"quoted\"",
                "back\\\\slash \\\\\"",
                "tab\\tin it",
                "cr\\rin it",
                "lf\\nin it",
                " spaces ",
                "שלום 你好 🙂",
                "\\\\"
            })
    void whateverIsSaidIsReadBackAsItWas(String text) {
        String wanted = text.translateEscapes();
        String trimmed = wanted.strip();
        assertEquals(
                trimmed,
                said("Ofir to Emily - " + text, CsvText.SAFE)
                        .replaceFirst("^Ofir to Emily - ", "")
                        .strip());
    }

    static Stream<String> formulas() {
        return Stream.of("=1+1", "+1", "-1", "@SUM(A1)");
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void whatASpreadsheetWouldRunIsKeptText(String formula) {
        assertEquals("'" + formula, said("Ofir to Emily - " + formula, CsvText.SAFE));
        assertEquals(formula, said("Ofir to Emily - " + formula, CsvText.RAW));
    }

    @Test
    void tabAndCrAtTheBeginningAreDangerousToo() {
        assertEquals("'\tx", CsvText.SAFE.cell("\tx"));
        assertEquals("'\rx", CsvText.SAFE.cell("\rx"));
        assertEquals("\tx", CsvText.RAW.cell("\tx"));
        assertEquals("\rx", CsvText.RAW.cell("\rx"));
        assertEquals("x=1", CsvText.SAFE.cell("x=1"));
        assertEquals("", CsvText.SAFE.cell(""));
    }

    @Test
    void whatLooksLikeAKeptFormulaIsKeptOnceMore() {
        assertEquals("''=1", CsvText.SAFE.cell("'=1"));
        assertEquals("'''=1", CsvText.SAFE.cell("''=1"));
        assertEquals("'tis", CsvText.SAFE.cell("'tis"));
        assertEquals("'", CsvText.SAFE.cell("'"));
    }

    @Test
    void namesAreTextFromTheWireToo() {
        String script = CHAT.replace("'Ofir'", "'=Ofir'").replace("TEXT", "who");
        assertEquals("'=Ofir", Reports.rows(CsvReport.USERS, script).getFirst().get("name"));
        assertEquals(
                "'=Ofir",
                Reports.rows(CsvReport.CONVERSATIONS, script).getFirst().get("user"));
        assertEquals("'=Ofir", Reports.rows(CsvReport.MESSAGES, script).get(1).get("sender"));
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskIsToldOnceAndClearly(CsvReport report) {
        ReportSink sink = report.open(new FullDisk(), TableFormat.csv(CsvText.SAFE));
        IOException told = assertThrows(
                IOException.class,
                () -> new Analysis(AnalysisOptions.DEFAULT, List.of(sink), List.of())
                        .run(TcpScript.parse(CHAT).source()));
        assertEquals(report + ".csv could not be written: No space left on device", told.getMessage());
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
