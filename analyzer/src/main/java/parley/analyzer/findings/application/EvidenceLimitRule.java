package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;

/** What rules have had to give up because a limit was reached. Concludes after the rules about messages. */
public final class EvidenceLimitRule implements Rule {
    private final MessageFrames frames;

    public EvidenceLimitRule(MessageFrames frames) {
        this.frames = frames;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        if (frames.unproven() > 0) {
            findings.add(unproven());
        }
        if (frames.forgotten() > 0) {
            String statement = "Names, requests, private chats and messages were forgotten "
                    + Words.count(frames.forgotten(), "time")
                    + " before it was known what came of them, because too many were followed at once: findings about"
                    + " them may lack some.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_FOLLOWED, statement, frames.forgotten()));
        }
        return findings;
    }

    private Finding unproven() {
        String statement = "The segments of " + Words.count(frames.unproven(), "message")
                + " had to be given up as evidence because too many messages were followed or too many packets came "
                + "between: findings that rest on them list no frames.";
        return Proof.NONE.state(FindingKind.LIMIT_EVIDENCE, statement, frames.unproven());
    }
}
