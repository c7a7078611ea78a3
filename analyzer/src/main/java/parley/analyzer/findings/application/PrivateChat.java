package parley.analyzer.findings.application;

import parley.analyzer.findings.Words;
import parley.protocol.Names;

/** A private chat from its request on. */
final class PrivateChat {
    /** When one asked whose request was not captured. */
    static final long NOT_SEEN = Long.MIN_VALUE;

    private final String asker;
    private final String asked;
    private final MessageEvidence evidence;
    private final long askedNanos;
    private final long acceptedNanos;
    private final long begunNanos;
    private long endedNanos;
    private long texts;
    private String leaver = "";
    private boolean ended;

    /**
     * A chat that begins; times are nanoseconds since the epoch.
     *
     * @param askedNanos when one asked the other, {@link #NOT_SEEN} where the capture does not show it
     * @param acceptedNanos when the other accepted, likewise
     * @param begunNanos when the server told the first of the two that it has begun
     */
    PrivateChat(
            String asker,
            String asked,
            long askedNanos,
            long acceptedNanos,
            long begunNanos,
            MessageEvidence evidence) {
        this.asker = asker;
        this.asked = asked;
        this.askedNanos = askedNanos;
        this.acceptedNanos = acceptedNanos;
        this.begunNanos = begunNanos;
        this.evidence = evidence;
    }

    MessageEvidence evidence() {
        return evidence;
    }

    boolean isOf(String name) {
        String key = Names.key(name);
        return Names.key(asker).equals(key) || Names.key(asked).equals(key);
    }

    void addText() {
        texts++;
    }

    /** The chat is over; by whom may be empty. It is told to both: the first time counts. */
    void end(String by, long nanos) {
        if (!ended) {
            endedNanos = nanos;
        }
        ended = true;
        if (leaver.isEmpty()) {
            leaver = by;
        }
    }

    String pair() {
        return Words.clip(asker) + "–" + Words.clip(asked);
    }

    String statement() {
        String opening = askedNanos != NOT_SEEN
                ? Words.clip(asker) + " asks " + Words.clip(asked) + " for a private chat, " + acceptance()
                : Words.clip(asker) + " and " + Words.clip(asked) + " are in a private chat";
        String said =
                texts == 0 ? "nothing is said" : Words.count(texts, "text") + (texts == 1 ? " is" : " are") + " sent";
        return opening + ", " + said + ", " + ending() + evidence.limitation() + ".";
    }

    private String acceptance() {
        return acceptedNanos != NOT_SEEN
                ? Words.clip(asked) + " accepts after " + Words.duration(acceptedNanos - askedNanos)
                : "which begins after " + Words.duration(begunNanos - askedNanos);
    }

    private String ending() {
        if (!ended) {
            return "and the capture ends before the chat does";
        }
        return (leaver.isEmpty() ? "and it ends " : "and " + Words.clip(leaver) + " ends it ")
                + Words.duration(endedNanos - begunNanos) + " after it began";
    }
}
