package parley.analyzer.findings;

import java.util.Locale;

/**
 * A statement about the capture.
 *
 * @param id stable, lower case with hyphens, for instance {@code welcome-size}
 * @param statement a whole sentence
 * @param value the number or name that the statement turns on, for programs
 * @param evidence the frames that prove it
 * @param filter a Wireshark display filter that selects exactly the evidence; empty where there is no evidence
 */
public record Finding(
        Layer layer, String id, Severity severity, String statement, String value, FrameSet evidence, String filter) {
    /** The layer that a finding speaks of. */
    public enum Layer {
        APPLICATION,
        TRANSPORT,
        NETWORK,
        /** Not the traffic but how it was captured and read. */
        CAPTURE;

        /** As findings.csv says it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much a reader should care. */
    public enum Severity {
        /** What happened. */
        INFO,
        /** Out of the ordinary. */
        NOTE,
        /** Something went wrong, in the traffic or in capturing it. */
        WARNING;

        /** As findings.csv says it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
