package parley.analyzer.findings.capture;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;

/** Decoders that failed: a fault of theirs, not of the capture. */
public final class DecoderRule implements Rule {
    private static final int LISTED = 20;

    private final List<Finding> findings = new ArrayList<>();
    private long failures;

    @Override
    public void decoderFailed(Connection connection, String decoder, long frame, String reason) {
        failures++;
        if (failures <= LISTED) {
            String statement = "The decoder " + Words.clip(decoder) + " failed on connection " + connection.index()
                    + " at frame " + frame + ", and the rest of it is not decoded: " + Words.clip(reason) + ".";
            findings.add(Proof.NONE.state(FindingKind.DECODER_FAILED, statement, connection.index()));
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (failures > LISTED) {
            String statement = "Decoders failed on " + Words.number(failures) + " connections; the first " + LISTED
                    + " are listed.";
            findings.add(Proof.NONE.state(FindingKind.DECODERS_FAILED, statement, failures));
        }
        return List.copyOf(findings);
    }
}
