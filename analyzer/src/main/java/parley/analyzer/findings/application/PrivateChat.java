package parley.analyzer.findings.application;

import parley.analyzer.findings.Words;
import parley.protocol.Names;

/** A private chat from its request on. */
final class PrivateChat {
    private final String asker;
    private final String asked;
    private final MessageEvidence evidence;
    private final boolean requestSeen;
    private long texts;
    private String leaver = "";
    private boolean ended;

    /** @param requestSeen whether the capture shows who of the two asked */
    PrivateChat(String asker, String asked, boolean requestSeen, MessageEvidence evidence) {
        this.asker = asker;
        this.asked = asked;
        this.requestSeen = requestSeen;
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

    /** The chat is over; by whom may be empty. */
    void end(String by) {
        ended = true;
        if (leaver.isEmpty()) {
            leaver = by;
        }
    }

    String pair() {
        return Words.clip(asker) + "–" + Words.clip(asked);
    }

    String statement() {
        String opening = requestSeen
                ? Words.clip(asker) + " asks " + Words.clip(asked) + " for a private chat, " + Words.clip(asked)
                        + " accepts"
                : Words.clip(asker) + " and " + Words.clip(asked) + " are in a private chat";
        String said =
                texts == 0 ? "nothing is said" : Words.count(texts, "text") + (texts == 1 ? " is" : " are") + " sent";
        return opening + ", " + said + ", " + ending() + evidence.limitation() + ".";
    }

    private String ending() {
        if (!ended) {
            return "and the capture ends before the chat does";
        }
        return leaver.isEmpty() ? "and the chat ends" : "and " + Words.clip(leaver) + " leaves";
    }
}
