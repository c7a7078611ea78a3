package parley.analyzer.findings;

/** What a finding states. {@link #text} is a whole sentence, its full stop included. */
public sealed interface Sentence {
    String text();

    /** That something is so. */
    record Statement(String text) implements Sentence {}

    /** A statement that goes on with a list, which a table may tell better. */
    record Enumeration(String beginning, String items) implements Sentence {
        @Override
        public String text() {
            return beginning + ": " + items + ".";
        }

        public Sentence withoutItems() {
            return new Statement(beginning + ".");
        }
    }

    /** That something did not happen, in words of its own. */
    record Absence(String text) implements Sentence {}

    /** That there is none of something, named without an article, for instance {@code retransmission}. */
    record NoneSeen(String noun) implements Sentence {
        @Override
        public String text() {
            return noneOf(noun);
        }

        /** That there is none of several things: {@code a, no b and no c}. */
        public static String noneOf(String nouns) {
            return "The capture shows no " + nouns + ".";
        }
    }

    default boolean isAbsence() {
        return this instanceof Absence || this instanceof NoneSeen;
    }
}
