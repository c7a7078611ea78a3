package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.tcp.Overlap;
import parley.analyzer.testing.TcpScript;

class OverlapFindingsTest {
    private static final String CONTRADICTION = """
            handshake
            C data 'Roony - the lab starts at nine'
            S ACK
            C data 'Roony - the lab starts at five' seq=1
            S ACK
            C data 'Roony' seq=1
            C data 'Roony - the lab starts at five' seq=1
            """;

    private static List<Finding> findings(String script, Overlap overlap) throws IOException {
        AnalysisOptions options = AnalysisOptions.DEFAULT.withOverlap(overlap);
        return new Analysis(options, List.of(), List.of())
                .run(TcpScript.parse(script).source()).findings().stream()
                        .filter(finding -> finding.id().startsWith("overlap-"))
                        .toList();
    }

    private static List<String> statements(String script, Overlap overlap) throws IOException {
        return findings(script, overlap).stream().map(Finding::statement).toList();
    }

    @Test
    void bothVersionsAreNamedWithTheFramesThatCarryThem(@TempDir Path folder) throws IOException {
        List<Finding> findings = findings(CONTRADICTION, Overlap.FIRST);
        assertEquals(
                List.of(
                        "On connection 0 the client's 3 bytes from Seq 27 on are “nin” in frame 4 and “fiv” in frame 6;"
                                + " those of frame 4 count.",
                        "On connection 0 the client's 3 bytes from Seq 27 on are “nin” in frame 4 and “fiv” in frame 9;"
                                + " those of frame 4 count."),
                findings.stream().map(Finding::statement).toList());
        Finding first = findings.getFirst();
        assertEquals(Finding.Severity.WARNING, first.severity());
        assertEquals("27", first.value());
        assertEquals("4,6,9", first.evidence().toString());
        assertEquals("tcp.stream==0 && tcp.srcport==40000 && tcp.len>0 && tcp.seq<30 && tcp.nxtseq>27", first.filter());
        Tshark.assumeInstalled();
        Path capture = Files.write(
                folder.resolve("overlap.pcap"), TcpScript.parse(CONTRADICTION).pcap());
        assertEquals(List.of(4L, 6L, 9L), Tshark.select(capture, first.filter()));
    }

    @Test
    void theLastCountWhereTheyAreHeldAndThatIsAsked() throws IOException {
        String script = "handshake; S data 'b' seq=2; S data 'X' seq=2; S data '?' seq=3; S data 'Y' seq=2;"
                + " S data 'a' seq=1; C ACK; close";
        assertEquals(
                List.of("On connection 0 the server's 1 byte from Seq 2 on is “b” in frame 4 and “Y” in frame 7; that"
                        + " of frame 7 counts."),
                statements(script, Overlap.LAST));
        assertEquals(
                List.of("On connection 0 the server's 1 byte from Seq 2 on is “b” in frame 4 and “Y” in frame 7; that"
                        + " of frame 4 counts."),
                statements(script, Overlap.FIRST));
    }

    @Test
    void whatIsNoTextIsShownAsNumbers() throws IOException {
        assertEquals(
                List.of("On connection 0 the client's 2 bytes from Seq 2 on are “\\x1b[” in frame 4 and “\\xff\\x0a” in"
                        + " frame 5; those of frame 4 count."),
                statements("handshake; C data 'a\\x1b[b'; C data 'a\\xff\\nb' seq=1", Overlap.FIRST));
    }

    @Test
    void manyAreCounted() throws IOException {
        StringBuilder script = new StringBuilder("handshake; C data 'abcdef'");
        script.append("; C data 'aXcdef' seq=1".repeat(23));
        List<Finding> findings = findings(script.toString(), Overlap.FIRST);
        assertEquals(21, findings.size());
        assertEquals(
                "Bytes are sent again with other content 23 times; the first 20 are listed.",
                findings.getLast().statement());
        assertEquals("23", findings.getLast().value());
    }

    @Test
    void whereTooManyFramesLieBetweenTheTwoAreNamed() throws IOException {
        StringBuilder script = new StringBuilder("handshake; C data 'abcdef'");
        script.append("; S ACK".repeat(17_000));
        script.append("; C data 'aXYdef' seq=1");
        Finding finding = findings(script.toString(), Overlap.FIRST).getFirst();
        assertEquals("4,17005", finding.evidence().toString());
        assertEquals("frame.number in {4, 17005}", finding.filter());
    }

    @Test
    void noneIsSaidToo() throws IOException {
        Finding none = findings("handshake; C data 'abc'; C again; close", Overlap.FIRST)
                .getFirst();
        assertEquals("No byte is sent again with other content.", none.statement());
        assertEquals("0", none.value());
    }
}
