/**
 * Evidence by construction: a {@link parley.analyzer.findings.evidence.FrameFilter} is a condition in Wireshark's fields
 * that both reads as a display filter and tests a frame; {@link parley.analyzer.findings.evidence.EvidenceLog} collects
 * the frames that meet it. So a finding's filter selects the finding's frames because both come from one expression.
 *
 * <pre>
 *   Field, FrameFilter -> EvidenceLog.collect -> Evidence -> Proof -> Finding
 * </pre>
 *
 * <p>Belongs to the thread that owns the analysis. Limits: {@value
 * parley.analyzer.findings.evidence.EvidenceLog#REMEMBERED} frames are remembered for conditions that are known only
 * after the frames that meet them.
 */
@NullMarked
package parley.analyzer.findings.evidence;

import org.jspecify.annotations.NullMarked;
