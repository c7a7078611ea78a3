package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.app.Decoders;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.tcp.Overlap;
import parley.analyzer.tcp.ReassemblyLimits;
import parley.analyzer.testing.TcpScript;

class LimitFindingsTest {
    private static final String GREETED = "handshake\nS data 'welcome to the chat\\n'\nS data 'enter name:\\n'\n";

    private static List<String> limits(ReassemblyLimits limits, String script) throws IOException {
        AnalysisOptions options = new AnalysisOptions(
                DecodeAs.AUTOMATIC,
                Decoders.BUILT_IN,
                limits,
                Overlap.FIRST,
                OptionalLong.empty(),
                false,
                AnalysisDepth.FINDINGS);
        return new Analysis(options, List.of(), List.of())
                .run(TcpScript.parse(script).source()).findings().stream()
                        .filter(finding -> finding.id().startsWith("limit-"))
                        .map(finding -> finding.id() + " " + finding.value())
                        .toList();
    }

    private static List<String> limits(String script) throws IOException {
        return limits(ReassemblyLimits.DEFAULT, script);
    }

    @Test
    void tooManyConnectionsAreAFinding() throws IOException {
        assertEquals(
                List.of("limit-connections 1"),
                limits(
                        new ReassemblyLimits(2, 10, Long.MAX_VALUE, 1000, 1000, 100),
                        "handshake; client 10.0.0.1:40001; handshake; client 10.0.0.1:40002; handshake"));
    }

    @Test
    void tooManyClosedConnectionsAreAFinding() throws IOException {
        assertEquals(
                List.of("limit-closed-connections 2"),
                limits(
                        new ReassemblyLimits(100, 1, Long.MAX_VALUE, 1000, 1000, 100),
                        "handshake; close; client 10.0.0.1:40001; handshake; close; client 10.0.0.1:40002; handshake;"
                                + " close"));
    }

    @Test
    void tooManyOctetsOutOfOrderInOneDirectionAreAFinding() throws IOException {
        assertEquals(
                List.of("limit-reassembly 1"),
                limits(
                        new ReassemblyLimits(10, 10, Long.MAX_VALUE, 1000, 100_000, 100),
                        "handshake; C data 2; lose; C data 900; C data 2 seq=1; close"));
    }

    @Test
    void tooManyOctetsOutOfOrderInAllAreAFinding() throws IOException {
        assertEquals(
                List.of("limit-reassembly 1"),
                limits(
                        new ReassemblyLimits(10, 10, Long.MAX_VALUE, 100_000, 1500, 100),
                        "handshake; C data 1; lose; C data 700; client 10.0.0.1:40001; handshake; C data 1; lose;"
                                + " C data 700"));
    }

    @Test
    void aConnectionOnWhichNoDecoderDecidesIsAFinding() throws IOException {
        assertEquals(
                List.of("limit-recognition 1"),
                limits("handshake; C data 1400; C data 1400; C data 1400;" + " S data 1400;".repeat(4)));
        assertEquals(
                List.of("limit-recognition 1"),
                limits("handshake;" + " C data 1400;".repeat(24)),
                "a client that nobody answers");
    }

    @Test
    void messagesThatWaitInVainForTheirAcknowledgementAreAFindingOnceTheyAreTooMany() throws IOException {
        String lines = "S data '" + "online: Ofir\\n".repeat(1000) + "'\n";
        assertEquals(List.of("limit-messages 3"), limits(GREETED + lines.repeat(100) + "S data 'online: Ofir\\n'\n"));
    }

    @Test
    void linesThatWaitInVainForTheDialectAndForTheAnswerAreAFinding() throws IOException {
        assertEquals(
                List.of("limit-decoding 2"),
                limits(GREETED + "C data 'Ofir\\n'\n" + ("C data '" + "who\\n".repeat(1000) + "'\n").repeat(20)));
    }

    @Test
    void aRequestThatIsForgottenIsAFinding() throws IOException {
        String requests = IntStream.rangeClosed(0, 1000)
                .mapToObj(user -> "request from u" + user + "\\n")
                .collect(Collectors.joining());
        assertEquals(
                List.of("limit-decoding 1"),
                limits(GREETED + "C data 'Ofir\\n'\nS data 'hello Ofir\\n'\nS data '" + requests + "'\n"));
    }

    @Test
    void aMessageWhoseDeliveryIsForgottenIsAFinding() throws IOException {
        String users = IntStream.range(0, 5000).mapToObj(user -> "u" + user).collect(Collectors.joining(","));
        assertEquals(
                List.of("limit-decoding 1"),
                limits(GREETED + "C data 'Ofir\\n'\nS data 'hello Ofir\\n'\n"
                        + ("C data 'Ofir to " + users + " - hi\\n'\n").repeat(21)));
    }

    @Test
    void withoutALimitReachedNoneIsSaid() throws IOException {
        assertEquals(List.of(), limits("handshake; S data 'welcome to the chat\\n'; C ACK; close"));
    }
}
