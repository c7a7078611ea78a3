package parley.analyzer.replay.comparison;

/**
 * What may differ between an answer in a recording and the one to its replay.
 *
 * @param line where it stands in its file
 * @param kind of message that it is about
 * @param worded how such a message is worded
 * @param otherwise how it may be worded instead; the same but for {@link What#REWORDED}
 */
record Rule(int line, String kind, What what, Wording worded, Wording otherwise) {
    enum What {
        /** {@code WORDING -> WORDING}: names stay, the rest may differ so. */
        REWORDED("->"),
        /** Numbers, times and ports may differ. */
        DIFFERS("may differ"),
        MISSING("may be missing"),
        ADDED("may be added"),
        /** It keeps no order with other messages. */
        UNORDERED("comes in any order"),
        /** Names may be told together or one by one, in any order. */
        GATHERED("may be gathered");

        private final String words;

        What(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return kind + ": " + (what == What.REWORDED ? worded + " -> " + otherwise : worded + " " + what.words());
    }
}
