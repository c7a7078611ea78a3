package parley.analyzer.findings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Numbers and lists as English sentences have them. */
public final class Words {
    private static final int QUOTED = 60;
    private static final int REPLACEMENT = 0xfffd;
    /** Items that a list names. */
    public static final int ITEMS = 32;

    private Words() {}

    /** {@code 1,994}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 packet}, {@code 2 packets}; the noun's plural ends in s. */
    public static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 12.5}: of a hundred, with at most one decimal. */
    public static String percent(long part, long whole) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 32 µs}, {@code 1.25 ms} or {@code 2.9 s}, with three digits that count. */
    public static String duration(long nanos) {
        long magnitude = Math.abs(nanos);
        if (magnitude < 1_000_000) {
            return scaled(nanos, 3) + " µs";
        }
        return magnitude < 1_000_000_000 ? scaled(nanos, 6) + " ms" : scaled(nanos, 9) + " s";
    }

    private static String scaled(long nanos, int digits) {
        BigDecimal value = BigDecimal.valueOf(nanos, digits);
        int decimals = Math.max(0, 3 - (value.precision() - value.scale()));
        return value.setScale(Math.min(decimals, 2), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code A}, {@code A and B}, {@code A, B and C}; what is past {@value #ITEMS} items is counted. */
    public static String list(List<String> items) {
        if (items.size() > ITEMS) {
            return list(items.subList(0, ITEMS), items.size());
        }
        if (items.size() < 2) {
            return String.join("", items);
        }
        int last = items.size() - 1;
        return String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** The first of so many items, all but those counted: {@code A, B and 30 more}. */
    public static String list(List<String> first, long all) {
        return first.size() == all
                ? list(first)
                : String.join(", ", first) + " and " + number(all - first.size()) + " more";
    }

    /** Names from the wire, each clipped. */
    public static String names(List<String> names) {
        return list(names.stream().limit(ITEMS).map(Words::clip).toList(), names.size());
    }

    /** Text from the wire in quotation marks, its first {@value #QUOTED} characters. */
    public static String quote(String text) {
        return "“" + clip(text) + "”";
    }

    /** Octets from the wire in quotation marks: text where they are text, numbers as {@code \\x1b} where not. */
    public static String octets(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (text.codePoints().noneMatch(c -> c == REPLACEMENT || Character.isISOControl(c))) {
            return quote(text);
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < octets.length && escaped.length() <= QUOTED; i++) {
            if (octets[i] >= ' ' && octets[i] <= '~' && octets[i] != '\\') {
                escaped.append((char) octets[i]);
            } else {
                escaped.append("\\x").append(HexFormat.of().toHexDigits(octets[i]));
            }
        }
        return quote(escaped.toString());
    }

    /** The first {@value #QUOTED} characters of text from the wire, and a sign that there were more. */
    public static String clip(String text) {
        if (text.length() <= QUOTED) {
            return text;
        }
        int end = text.codePointCount(0, text.length()) > QUOTED ? text.offsetByCodePoints(0, QUOTED) : text.length();
        return end == text.length() ? text : text.substring(0, end) + "…";
    }
}
