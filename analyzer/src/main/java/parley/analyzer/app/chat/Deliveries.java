package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * What clients sent and their recipients have not received yet. A line that is delivered passes on the oldest one sent
 * with the same words to the same user. At most {@value #MAXIMUM} wait, and lines of {@value #MAXIMUM_CHARACTERS}
 * characters; the oldest are forgotten.
 */
final class Deliveries {
    static final int MAXIMUM = 100_000;
    static final int MAXIMUM_CHARACTERS = 8 << 20;

    /** What a name takes besides its characters. */
    private static final int NAME = 48;

    /** What a user receives; a user's name is its key. */
    private record Line(String recipient, Words words) {
        /** Those of the words count with the first who waits for them. */
        private int characters() {
            return recipient.length() + (words.waiting == 0 ? words.characters() : 0);
        }
    }

    /** A line that several may receive. How many recipients it names itself, it counts and hashes once. */
    static final class Words {
        private final ServerLine line;
        private final int hash;
        private int waiting;

        Words(ServerLine line) {
            this.line = line;
            this.hash = line.hashCode();
        }

        private int characters() {
            return switch (line) {
                case ServerLine.Direct direct ->
                    direct.text().length()
                            + direct.recipients().stream()
                                    .mapToInt(name -> NAME + name.length())
                                    .sum();
                case ServerLine.Text text -> text.text().length();
                default -> NAME;
            };
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Words words && hash == words.hash && line.equals(words.line));
        }
    }

    /** A message that should reach a recipient as a certain line. */
    static final class Waiting {
        private final Line line;
        private final long number;
        private final long place;
        private final SequencedSet<Waiting> sent;

        private Waiting(Line line, long number, long place, SequencedSet<Waiting> sent) {
            this.line = line;
            this.number = number;
            this.place = place;
            this.sent = sent;
        }

        /** The {@link Names#key} of the user that it is for. */
        String recipient() {
            return line.recipient();
        }

        boolean is(ServerLine expected) {
            return line.words().line.equals(expected);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(place);
        }

        @Override
        @SuppressWarnings("EqualsHashCode") // each is its own; the hash is only quicker to have than identity's
        public boolean equals(@Nullable Object other) {
            return this == other;
        }
    }

    private final Map<Line, Deque<Waiting>> byLine = new HashMap<>();
    private final SequencedSet<Waiting> oldestFirst = new LinkedHashSet<>();
    private long characters;
    private long places;

    /**
     * Message {@code number} should reach the recipient as that line.
     *
     * @param recipient the {@link Names#key} of the user
     * @param sent where its sender remembers it, until it waits no longer
     * @return whether an older one is forgotten for it
     */
    boolean expect(String recipient, Words words, long number, SequencedSet<Waiting> sent) {
        Line line = new Line(recipient, words);
        Waiting waiting = new Waiting(line, number, places++, sent);
        sent.add(waiting);
        oldestFirst.add(waiting);
        byLine.computeIfAbsent(line, l -> new ArrayDeque<>(1)).add(waiting);
        characters += line.characters();
        words.waiting++;
        boolean forgets = false;
        while (oldestFirst.size() > MAXIMUM || (characters > MAXIMUM_CHARACTERS && oldestFirst.size() > 1)) {
            forget(oldestFirst.getFirst());
            forgets = true;
        }
        return forgets;
    }

    /** The recipient receives a line: gives the number of the message that it passes on, 0 where none is known. */
    long deliver(String recipient, ServerLine words) {
        if (!passesOn(words)) {
            return 0;
        }
        Deque<Waiting> same = byLine.get(new Line(Names.key(recipient), new Words(words)));
        @Nullable Waiting oldest = same == null ? null : same.peekFirst();
        if (oldest == null) {
            return 0;
        }
        forget(oldest);
        return oldest.number;
    }

    /** Whether it is among the lines that {@link SentLines} expects. */
    private static boolean passesOn(ServerLine words) {
        return switch (words) {
            case ServerLine.Direct ignored -> true;
            case ServerLine.Request ignored -> true;
            case ServerLine.Private ignored -> true;
            case ServerLine.Rejected ignored -> true;
            case ServerLine.Text ignored -> true;
            case ServerLine.Ended ignored -> true;
            default -> false;
        };
    }

    /** It waits no longer: it is delivered, or will not be. */
    void forget(Waiting waiting) {
        Line line = waiting.line;
        oldestFirst.remove(waiting);
        waiting.sent.remove(waiting);
        Deque<Waiting> same = byLine.get(line);
        if (same != null) {
            removeFrom(same, waiting);
            if (same.isEmpty()) {
                byLine.remove(line);
            }
        }
        line.words().waiting--;
        characters -= line.characters();
    }

    /** What is delivered is the oldest, and what is refused is among the latest. */
    @SuppressWarnings("ReferenceEquality") // the very one is meant
    private static void removeFrom(Deque<Waiting> same, Waiting waiting) {
        if (same.peekFirst() == waiting) {
            same.removeFirst();
        } else {
            same.removeLastOccurrence(waiting);
        }
    }
}
