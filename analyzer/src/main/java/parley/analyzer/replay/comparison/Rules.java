package parley.analyzer.replay.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.comparison.Rule.What;
import parley.analyzer.replay.comparison.Wording.Place;

/**
 * What may differ between a recording and its replay. A rule is a line, {@code KIND: WORDING} and what of it may be
 * otherwise; {@code #} begins a comment. No rule is about what users say, and none lets a name differ: the text of a
 * message and its recipients are as they were, or there is a difference. Rules about octets ({@link OctetRule}) are about
 * connections that nothing decodes, and about no message.
 */
public final class Rules {
    /** No rule but those of the protocol itself. */
    public static final Rules NONE = new Rules(List.of(), List.of());

    /** Kinds of messages that carry what a user says. */
    static final Set<String> USERS_WORDS = Set.of("direct", "text");

    private static final String KIND = "[a-z][a-z0-9_-]*";

    private final List<Rule> rules;
    private final List<OctetRule> octets;

    private Rules(List<Rule> rules, List<OctetRule> octets) {
        this.rules = List.copyOf(rules);
        this.octets = List.copyOf(octets);
    }

    /**
     * Reads a file of rules.
     *
     * @throws IOException if it cannot be read, or a line is no rule; the message says which and why
     */
    public static Rules read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": no such file", missing);
        }
    }

    /**
     * Reads rules.
     *
     * @param name of the file, for the message
     * @throws IOException if a line is no rule, or one that lets too much differ; the message says which and why
     */
    public static Rules parse(String name, String text) throws IOException {
        List<Rule> rules = new ArrayList<>();
        List<OctetRule> octets = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    if (line.startsWith(OctetRule.KIND + ":")) {
                        octets.add(OctetRule.parse(
                                line.substring(OctetRule.KIND.length() + 1).strip()));
                    } else {
                        rules.add(rule(i + 1, line));
                    }
                } catch (IllegalArgumentException wrong) {
                    throw new IOException(name + ", line " + (i + 1) + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        return new Rules(rules, octets);
    }

    /** What a protocol leaves open, whatever the rules say; {@link #NONE} where nothing is known of it. */
    public static Rules of(@Nullable String protocol) {
        String resource = protocol == null ? "" : protocol.toLowerCase(Locale.ROOT) + ".rules";
        try (InputStream in = resource.isEmpty() ? null : Rules.class.getResourceAsStream(resource)) {
            return in == null ? NONE : parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** These and others. */
    public Rules and(Rules others) {
        return new Rules(
                Stream.concat(rules.stream(), others.rules.stream()).toList(),
                Stream.concat(octets.stream(), others.octets.stream()).toList());
    }

    private static Rule rule(int number, String line) {
        int colon = line.indexOf(':');
        String kind = colon < 0 ? "" : line.substring(0, colon);
        if (!kind.matches(KIND)) {
            throw new IllegalArgumentException("a rule begins with the kind of message and a colon, as in"
                    + " 'hello: hello {name} may be added'");
        }
        if (USERS_WORDS.contains(kind)) {
            throw new IllegalArgumentException("no rule can be about '" + kind + "': what users say may not differ");
        }
        String rest = line.substring(colon + 1).strip();
        int arrow = rest.indexOf(" -> ");
        if (arrow >= 0) {
            return reworded(
                    number,
                    kind,
                    new Wording(rest.substring(0, arrow).strip()),
                    new Wording(rest.substring(arrow + " -> ".length()).strip()));
        }
        for (What what : What.values()) {
            if (what != What.REWORDED && rest.endsWith(" " + what.words())) {
                Wording wording = new Wording(
                        rest.substring(0, rest.length() - what.words().length()).strip());
                require(what, wording);
                return new Rule(number, kind, what, wording, wording);
            }
        }
        throw new IllegalArgumentException("a rule ends with what may be otherwise: '-> WORDING', "
                + String.join(
                        ", ",
                        Arrays.stream(What.values())
                                .filter(what -> what != What.REWORDED)
                                .map(what -> "'" + what.words() + "'")
                                .toList()));
    }

    private static Rule reworded(int number, String kind, Wording from, Wording to) {
        if (!kept(from).equals(kept(to))) {
            throw new IllegalArgumentException("names may not differ: both wordings must have the same {name} and"
                    + " {names}, in the same order");
        }
        return new Rule(number, kind, What.REWORDED, from, to);
    }

    private static List<Place> kept(Wording wording) {
        return wording.places().stream().filter(Place::isKept).toList();
    }

    private static void require(What what, Wording wording) {
        if (what == What.DIFFERS && wording.places().stream().allMatch(Place::isKept)) {
            throw new IllegalArgumentException("what may differ is a {number}, a {time} or a {port}: there is none");
        }
        if (what == What.GATHERED && !wording.places().equals(List.of(Place.NAMES))) {
            throw new IllegalArgumentException("what may be gathered is {names}, and nothing else with it");
        }
    }

    /** What may differ where nothing decodes the octets. */
    List<OctetRule> octets() {
        return octets;
    }

    /** The rules about such a line. */
    Stream<Rule> about(String kind, What what, String line) {
        return rules.stream()
                .filter(rule -> rule.what() == what && rule.kind().equals(kind))
                .filter(rule -> rule.worded().read(line).isPresent());
    }

    /** Whether there is such a rule about that line. */
    boolean let(String kind, What what, String line) {
        return about(kind, what, line).findAny().isPresent();
    }

    @Override
    public String toString() {
        return Stream.concat(rules.stream(), octets.stream())
                .map(Objects::toString)
                .collect(Collectors.joining("\n"));
    }
}
