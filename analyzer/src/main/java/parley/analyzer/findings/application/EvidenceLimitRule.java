package parley.analyzer.findings.application;

import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;

/** Messages whose segments are not listed because a limit was reached. Concludes after the rules about messages. */
public final class EvidenceLimitRule implements Rule {
    private final MessageFrames frames;

    public EvidenceLimitRule(MessageFrames frames) {
        this.frames = frames;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (frames.unproven() == 0) {
            return List.of();
        }
        String statement = "The segments of " + Words.count(frames.unproven(), "message")
                + " had to be given up as evidence because too many messages were followed or too many packets came "
                + "between: findings that rest on them list no frames.";
        return List.of(Proof.NONE.state(FindingKind.LIMIT_EVIDENCE, statement, frames.unproven()));
    }
}
