package parley.analyzer.findings.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

class PrivateChatRuleTest {
    private static final int MANY = 20_000;
    private static final int LISTED = 20;
    private static final String PRIVATE = "S data 'private with Dana\\n'\n";
    private static final String GREETING = """
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            S data 'online: Ofir\\n'
            """;

    /** The rule on its own, and how many messages it has followed at most. */
    private static final class Watched implements AnalysisListener {
        private final EvidenceLog log = new EvidenceLog(OptionalLong.empty());
        private final MessageFrames frames = new MessageFrames(log);
        private final PrivateChatRule rule = new PrivateChatRule(frames);
        private int most;
        private long requests;

        static Watched of(String script) throws IOException {
            Watched watched = new Watched();
            List<AnalysisListener> listeners = List.of(watched.log, watched.rule, watched);
            new Analysis(AnalysisOptions.DEFAULT, List.of(), listeners)
                    .run(TcpScript.parse(script).source());
            return watched;
        }

        @Override
        public void decoded(Message message) {
            requests += message.kind().equals("request") ? 1 : 0;
            most = Math.max(most, frames.followed());
        }
    }

    @Test
    void refusedRequestsAreNotFollowedOn() throws IOException {
        Watched watched = Watched.of(conversation(MANY, true));
        assertEquals(MANY, watched.requests);
        assertEquals(1, watched.most);
        assertEquals(0, watched.frames.followed());
    }

    @Test
    void noMoreUnansweredRequestsAreFollowedThanAreListed() throws IOException {
        Watched watched = Watched.of(conversation(MANY, false));
        assertEquals(MANY, watched.requests);
        assertEquals(LISTED, watched.most);
    }

    @Test
    void requestThatIsAcceptedAfterManyOthersIsProven() throws IOException {
        Finding chat = only("private-chat", conversation(2 * LISTED, false) + "C data 'Dana\\n'\n" + PRIVATE);
        assertTrue(chat.statement().startsWith("Ofir asks Dana for a private chat, which begins"), chat::statement);
        assertEquals("49,50", chat.evidence().toString());
    }

    @Test
    void requestWhoseFramesAreForgottenWhenItIsAcceptedIsTold() throws IOException {
        String script = conversation(2 * LISTED, false) + "C data 'Dana\\n'\n" + "C ACK\n".repeat(MANY) + PRIVATE;
        assertEquals("", only("private-chat", script).filter());
        Finding limit = only("limit-evidence", script);
        assertEquals(Finding.Layer.CAPTURE, limit.layer());
        assertEquals("1", limit.value());
    }

    private static Finding only(String id, String script) throws IOException {
        List<Finding> all = findings(script).stream()
                .filter(finding -> finding.id().equals(id))
                .toList();
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    private static List<Finding> findings(String script) throws IOException {
        return new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                .run(TcpScript.parse(script).source())
                .findings();
    }

    /** A client sends single words that are nobody's name; the server refuses each, or its lines were not captured. */
    private static String conversation(int words, boolean refused) {
        StringBuilder script = new StringBuilder(GREETING);
        for (int i = 0; i < words; i++) {
            script.append("C data 'w").append(i).append("\\n'\n");
            if (refused) {
                script.append("S data 'error: not online: w").append(i).append("\\n'\n");
            }
        }
        return script.toString();
    }
}
