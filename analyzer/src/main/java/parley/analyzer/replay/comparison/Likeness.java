package parley.analyzer.replay.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.replay.comparison.Rule.What;
import parley.analyzer.replay.comparison.Wording.Place;

/** Whether a message of a replay is like a captured one. */
public final class Likeness {
    private final Rules rules;
    private final Renames renames;

    public Likeness(Rules rules, Renames renames) {
        this.rules = rules;
        this.renames = renames;
    }

    /** What the captured message should be in the replay. */
    DecodedMessage expected(DecodedMessage captured) {
        return renames.expected(captured);
    }

    /** Whether one says it at the same place in the conversation as the other: who, and what sort of thing. */
    static boolean isInPlaceOf(DecodedMessage actual, DecodedMessage expected) {
        return actual.kind().equals(expected.kind()) && actual.sender().equals(expected.sender());
    }

    /** Whether it is the server's own: neither a user's words nor what passes on what a user did. */
    private static boolean isServersOwn(DecodedMessage message) {
        return message.sender().equals(DecodedMessage.SERVER) && message.forwards() == 0;
    }

    boolean mayBeMissing(DecodedMessage expected) {
        return isServersOwn(expected) && rules.let(expected.kind(), What.MISSING, expected.text());
    }

    boolean mayBeAdded(DecodedMessage actual) {
        return isServersOwn(actual) && rules.let(actual.kind(), What.ADDED, actual.text());
    }

    /** Whether it is news that may be told with other news at once, and at any place. */
    public boolean isGathered(DecodedMessage message) {
        return isServersOwn(message) && rules.let(message.kind(), What.GATHERED, message.text());
    }

    boolean isUnordered(DecodedMessage message) {
        return isServersOwn(message)
                && (rules.let(message.kind(), What.UNORDERED, message.text()) || isGathered(message));
    }

    /** A message that tells of several names at once as one of each. */
    List<DecodedMessage> apart(DecodedMessage message) {
        Optional<Rule> gathered = isServersOwn(message)
                ? rules.about(message.kind(), What.GATHERED, message.text()).findFirst()
                : Optional.empty();
        if (gathered.isEmpty()) {
            return List.of(message);
        }
        Wording wording = gathered.get().worded();
        return names(wording.read(message.text()).orElseThrow().getFirst())
                .map(name -> saying(message, wording.about(name)))
                .toList();
    }

    private static DecodedMessage saying(DecodedMessage message, String text) {
        return new DecodedMessage(
                message.direction(),
                message.kind(),
                message.sender(),
                message.recipients(),
                text,
                message.start(),
                message.end(),
                message.forwards(),
                message.boundary());
    }

    private static Stream<String> names(String list) {
        return Arrays.stream(list.split(", ?", -1));
    }

    /** Whether all that is said is the same. */
    static boolean areEqual(DecodedMessage expected, DecodedMessage actual) {
        return differences(expected, actual).isEmpty();
    }

    /** What differs, for people: {@code text}, {@code recipients}. */
    static List<String> differences(DecodedMessage expected, DecodedMessage actual) {
        List<String> differ = new ArrayList<>();
        if (!expected.kind().equals(actual.kind())) {
            differ.add("kind");
        }
        if (!expected.sender().equals(actual.sender())) {
            differ.add("sender");
        }
        // To whom the server itself speaks is the connection on which it does.
        boolean said = !expected.sender().equals(DecodedMessage.SERVER);
        if (said && !expected.recipients().equals(actual.recipients())) {
            differ.add("recipients");
        }
        if (!expected.text().equals(actual.text())) {
            differ.add("text");
        }
        return differ;
    }

    /** What lets the two differ as they do; empty where nothing does. */
    Optional<String> allowance(DecodedMessage expected, DecodedMessage actual) {
        if (!isInPlaceOf(actual, expected) || !expected.sender().equals(DecodedMessage.SERVER)) {
            return Optional.empty();
        }
        Optional<String> rule = Stream.of(What.REWORDED, What.DIFFERS)
                .flatMap(what -> rules.about(expected.kind(), what, expected.text()))
                .filter(each -> isKept(each, expected.text(), actual.text()))
                .map(Rule::toString)
                .findFirst();
        return rule.isEmpty() && !renames.names().isEmpty() && isSameList(expected.text(), actual.text())
                ? Optional.of("names in another order")
                : rule;
    }

    private static boolean isKept(Rule rule, String expected, String actual) {
        Optional<List<String>> other = rule.otherwise().read(actual);
        return other.isPresent()
                && kept(rule.worded(), rule.worded().read(expected).orElseThrow())
                        .equals(kept(rule.otherwise(), other.get()));
    }

    private static List<List<String>> kept(Wording wording, List<String> found) {
        List<List<String>> kept = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Place place = wording.places().get(i);
            if (place == Place.NAMES) {
                kept.add(names(found.get(i)).sorted().toList());
            } else if (place == Place.NAME) {
                kept.add(List.of(found.get(i)));
            }
        }
        return kept;
    }

    /** Renamed users stand at other places of a list that is in order of name. */
    private static boolean isSameList(String expected, String actual) {
        int colon = expected.indexOf(": ");
        return colon > 0
                && actual.startsWith(expected.substring(0, colon + 2))
                && names(expected.substring(colon + 2))
                        .sorted()
                        .toList()
                        .equals(names(actual.substring(colon + 2)).sorted().toList());
    }
}
