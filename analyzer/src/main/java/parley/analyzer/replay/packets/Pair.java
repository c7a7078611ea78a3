package parley.analyzer.replay.packets;

/** What {@code OLD=NEW} says, of whatever kind. */
record Pair(String from, String to) {
    /** @throws IllegalArgumentException if it is not of that form; the message says so */
    static Pair parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' is not OLD=NEW");
        }
        return new Pair(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }
}
