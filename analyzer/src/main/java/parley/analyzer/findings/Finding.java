package parley.analyzer.findings;

import java.util.Locale;

/**
 * A statement about a capture with its evidence.
 *
 * @param all how many there are of its kind, where it states that because not all are listed; else 0
 * @param value the number or name that the statement turns on, for programs
 * @param evidence the frames that prove it
 * @param filter a Wireshark display filter that selects exactly the evidence; empty where there is no evidence
 */
public record Finding(
        FindingKind kind,
        long all,
        Severity severity,
        Subject subject,
        Sentence sentence,
        String value,
        FrameSet evidence,
        String filter) {
    /** Stable, lower case with hyphens, for instance {@code welcome-size}. */
    public String id() {
        return isOfTheRest() ? kind.restId().orElseThrow() : kind.id();
    }

    public Layer layer() {
        return kind.layer();
    }

    /** A whole sentence. */
    public String statement() {
        return sentence.text();
    }

    /** Whether it states how many there are of its kind, for not all are listed. */
    public boolean isOfTheRest() {
        return all > 0;
    }

    /** Whether it states that what its kind tells of did not happen. */
    public boolean isAbsence() {
        return sentence.isAbsence();
    }

    /** The same finding in other words. */
    public Finding with(Sentence other) {
        return new Finding(kind, all, severity, subject, other, value, evidence, filter);
    }

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
