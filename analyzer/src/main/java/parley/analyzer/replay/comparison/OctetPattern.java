package parley.analyzer.replay.comparison;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
     * Octets from one offset of what was captured to before another.
     *
     * @param other what may stand there; null where the capture lacks octets, for which one stands
     * @param lacking how many of them
     */
    private record Place(int start, int end, @Nullable Pattern other, long lacking) {}

    private final String captured;
    private final List<Place> places = new ArrayList<>();

    OctetPattern(List<Piece> pieces, List<OctetRule> rules) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.isMissing()) {
                places.add(new Place(text.length(), text.length() + 1, null, piece.end() - piece.start()));
                text.append('\0');
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
            Place found = new Place(matcher.start(), matcher.end(), rule.pattern(), 0);
            if (found.start() < found.end()
                    && places.stream().noneMatch(taken -> taken.start() < found.end() && found.start() < taken.end())) {
                places.add(found);
            }
        }
    }

    /** Whether octets are as they should be, with any where the capture lacks some, just as many. */
    Fit fit(byte[] octets) {
        return fit(octets, true);
    }

    /** The same of octets of somebody who plays that capture: what it lacks is left out. */
    Fit fitPlayed(byte[] octets) {
        return fit(octets, false);
    }

    private Fit fit(byte[] octets, boolean withLacking) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int at = 0;
        int from = 0;
        for (Place place : places) {
            Fit literal = literal(text, at, from, place.start());
            if (literal.standing() != Standing.WHOLE) {
                return literal;
            }
            Fit placed = place.other() == null
                    ? any(text, literal.octets(), withLacking ? place.lacking() : 0)
                    : other(text, literal.octets(), place.other());
            if (placed.standing() != Standing.WHOLE) {
                return placed;
            }
            at = placed.octets();
            from = place.end();
        }
        return literal(text, at, from, captured.length());
    }

    private static Fit any(String text, int at, long length) {
        return at + length <= text.length()
                ? new Fit(Standing.WHOLE, (int) (at + length))
                : new Fit(Standing.SHORT, at);
    }

    private static Fit other(String text, int at, Pattern pattern) {
        Matcher other = pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
        return other.lookingAt()
                ? new Fit(Standing.WHOLE, other.end())
                : new Fit(other.hitEnd() ? Standing.SHORT : Standing.DIFFERENT, at);
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
