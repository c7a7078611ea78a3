package parley.analyzer.replay.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a line of a server is worded, with places for what is another one each time. */
final class Wording {
    /** A place in a wording. */
    enum Place {
        NAME("[^\\s,:]+"),
        NAMES("[^\\s,]+(?:, ?[^\\s,]+)*"),
        NUMBER("\\d+"),
        TIME("\\d[\\d:.,TZ+/-]*(?: \\d[\\d:.,]*)?"),
        PORT("\\d{1,5}");

        private final String matched;

        Place(String matched) {
            this.matched = matched;
        }

        /** Whether what stands there is part of what is said, and so never differs. */
        boolean isKept() {
            return this == NAME || this == NAMES;
        }

        @Override
        public String toString() {
            return "{" + name().toLowerCase(Locale.ROOT) + "}";
        }
    }

    private static final Pattern PLACE = Pattern.compile("\\{(\\w*)}");

    private final String text;
    private final Pattern pattern;
    private final List<Place> places = new ArrayList<>();

    /** @throws IllegalArgumentException if it has a place that there is not; the message says which there are */
    Wording(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(text.substring(from, matcher.start())));
            Place place = place(matcher.group());
            places.add(place);
            regex.append('(').append(place.matched).append(')');
            from = matcher.end();
        }
        regex.append(Pattern.quote(text.substring(from)));
        pattern = Pattern.compile(regex.toString());
    }

    private static Place place(String braced) {
        return Arrays.stream(Place.values())
                .filter(place -> place.toString().equals(braced))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no " + braced + ": there are " + Arrays.toString(Place.values())));
    }

    List<Place> places() {
        return places;
    }

    /** What stands in its places, where a line is worded so. */
    Optional<List<String>> read(String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            found.add(matcher.group(i));
        }
        return Optional.of(found);
    }

    /** A line worded so about one name. */
    String about(String name) {
        return text.replace(Place.NAMES.toString(), name);
    }

    @Override
    public String toString() {
        return text;
    }
}
