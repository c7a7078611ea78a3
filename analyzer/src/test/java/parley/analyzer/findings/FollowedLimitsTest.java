package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

/** What peers can make findings keep, and what is said when that is too much. */
@Timeout(120)
class FollowedLimitsTest {
    private static final String JOINED = """
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            C data 'Ofir\\n'
            S data 'hello Ofir\\nonline: Ofir\\n'
            C ACK
            """;

    private static List<Finding> findings(String script) throws IOException {
        return new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                .run(TcpScript.parse(script).source())
                .findings();
    }

    private static List<String> values(String id, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.id().equals(id))
                .map(Finding::value)
                .toList();
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "u" + i).collect(Collectors.joining(", "));
    }

    @Test
    void ofTheMessagesOfASegmentThatIsSentAgainTheLastAreFollowedAndThatIsSaid() throws IOException {
        List<Finding> findings = findings(JOINED + "C data '" + "to Roony - a\\n".repeat(2_000) + "'\nC again\n");

        assertEquals(List.of("1"), values("limit-followed", findings));
        assertEquals(List.of("1024"), values("delayed-messages", findings));
        assertEquals(20, values("delayed-message", findings).size());
    }

    @Test
    void aMessageThatIsSentAgainForEverKeepsOneFindingWithAllItsFrames() throws IOException {
        List<Finding> findings = findings(JOINED + "C data 'to Roony - a\\n'\n" + "C again\n".repeat(17_000));

        List<Finding> delayed = findings.stream()
                .filter(finding -> finding.id().equals("delayed-message"))
                .toList();
        assertEquals(1, delayed.size());
        assertEquals(17_001, delayed.getFirst().evidence().count());
        assertEquals(List.of(), values("limit-followed", findings));
    }

    @Test
    void aHoleBeforeManyMessagesListsThoseThatWaitedLongest() throws IOException {
        String held = "C data '" + "to Roony - a\\n".repeat(1_000) + "'\n";
        List<Finding> findings = findings(JOINED + held.repeat(2) + "reorder 1\n" + held.repeat(20) + "reorder 20\n");

        assertEquals(20, values("delayed-message", findings).size());
        assertTrue(Long.parseLong(values("delayed-messages", findings).getFirst()) > 1_000);
    }

    @Test
    void aMessageToThousandsIsNamedByTheFirstOfThem() throws IOException {
        List<Finding> findings = findings(JOINED + "C data 'Ofir to " + names(2_000) + " - a\\n'\nC again\n");

        String statement = findings.stream()
                .filter(finding -> finding.id().equals("delayed-message"))
                .map(Finding::statement)
                .findFirst()
                .orElseThrow();
        assertTrue(statement.contains(", u31 and 1,968 more on connection 0 (frame"), statement);
    }

    @Test
    void manyHundredsWhoAreNotOnlineAreNamedByTheFirstOfThem() throws IOException {
        String line = "C data 'Ofir to " + names(500) + ", Roony - a\\n'\n";
        String answer = "S data 'error: not online: " + names(500) + "\\n'\n";

        List<Finding> findings = findings(JOINED + (line + answer).repeat(101));

        List<Finding> offline = findings.stream()
                .filter(finding -> finding.id().equals("message-to-offline"))
                .toList();
        assertEquals(100, offline.size());
        for (Finding finding : offline) {
            assertTrue(
                    finding.statement().contains("u31 and 468 more, who are not online: the server answers it with"),
                    finding::statement);
            assertTrue(finding.statement().length() < 1_000, finding::statement);
        }
    }

    @Test
    void privateChatsWithoutEndAreForgottenAndThatIsSaid() throws IOException {
        String lines = IntStream.range(0, 12_000)
                .mapToObj(i -> "private with u" + i + "\\n")
                .collect(Collectors.joining());
        StringBuilder script = new StringBuilder(JOINED);
        for (int from = 0; from < lines.length(); from += 30_000) {
            script.append("S data '").append(split(lines, from)).append("'\n");
        }

        List<Finding> findings = findings(script.toString());

        assertEquals(List.of("12000"), values("private-chats", findings));
        assertTrue(Long.parseLong(values("limit-followed", findings).getFirst()) >= 2_000);
    }

    /** A part whose escapes are whole. */
    private static String split(String lines, int from) {
        int start = from == 0 ? 0 : lines.lastIndexOf("\\n", from) + 2;
        int end = from + 30_000 >= lines.length() ? lines.length() : lines.lastIndexOf("\\n", from + 30_000) + 2;
        return lines.substring(start, end);
    }
}
