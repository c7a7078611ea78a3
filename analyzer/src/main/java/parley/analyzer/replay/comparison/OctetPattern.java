package parley.analyzer.replay.comparison;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.analyzer.replay.recording.Piece;

/** The octets of an answer, with places where others may stand: what rules say, and what the capture lacks. */
final class OctetPattern {
    /** How far octets are as they should be. */
    enum Standing {
        WHOLE,
        /** As far as they go. */
        SHORT,
        DIFFERENT
    }

    /**
     * What a look at octets has shown.
     *
     * @param octets how many are as they should be
     */
    record Fit(Standing standing, int octets) {}

    /**
     * Octets from one offset of the answer to before another.
     *
     * @param other what may stand there
     */
    private record Place(int start, int end, Pattern other) {}

    private final String captured;
    private final List<Place> places = new ArrayList<>();

    OctetPattern(List<Piece> pieces, List<OctetRule> rules) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            int length = (int) (piece.end() - piece.start());
            if (piece.isMissing()) {
                places.add(
                        new Place(text.length(), text.length() + length, Pattern.compile("[\\s\\S]{" + length + "}")));
                text.repeat('\0', length);
            } else {
                text.append(new String(piece.octets(), StandardCharsets.ISO_8859_1));
            }
        }
        captured = text.toString();
        rules.forEach(this::addPlaces);
        places.sort(Comparator.comparingInt(Place::start));
    }

    private void addPlaces(OctetRule rule) {
        Matcher matcher = rule.pattern().matcher(captured);
        while (matcher.find()) {
            Place found = new Place(matcher.start(), matcher.end(), rule.pattern());
            if (found.start() < found.end()
                    && places.stream().noneMatch(taken -> taken.start() < found.end() && found.start() < taken.end())) {
                places.add(found);
            }
        }
    }

    Fit fit(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int at = 0;
        int from = 0;
        for (Place place : places) {
            Fit literal = literal(text, at, from, place.start());
            if (literal.standing() != Standing.WHOLE) {
                return literal;
            }
            at = literal.octets();
            Matcher other = place.other().matcher(text).region(at, text.length());
            if (!other.useTransparentBounds(true).lookingAt()) {
                return new Fit(other.hitEnd() ? Standing.SHORT : Standing.DIFFERENT, at);
            }
            at = other.end();
            from = place.end();
        }
        return literal(text, at, from, captured.length());
    }

    /** Whether what was captured between two offsets is what stands at a place of the text. */
    private Fit literal(String text, int at, int from, int to) {
        int next = at;
        for (int i = from; i < to; i++, next++) {
            if (next == text.length()) {
                return new Fit(Standing.SHORT, next);
            }
            if (text.charAt(next) != captured.charAt(i)) {
                return new Fit(Standing.DIFFERENT, next);
            }
        }
        return new Fit(Standing.WHOLE, next);
    }
}
