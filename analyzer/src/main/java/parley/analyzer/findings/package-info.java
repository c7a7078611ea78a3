/**
 * What is true of a capture, each statement with its evidence: the frames that prove it, and a Wireshark display filter
 * that selects exactly these.
 *
 * <p>{@link parley.analyzer.findings.Findings} listens to the analysis and states its findings at the end. It belongs to
 * the thread that owns the analysis.
 */
@NullMarked
package parley.analyzer.findings;

import org.jspecify.annotations.NullMarked;
