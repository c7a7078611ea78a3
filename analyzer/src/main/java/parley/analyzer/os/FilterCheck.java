package parley.analyzer.os;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the word of a capture filter that libpcap stumbles over, which it does not tell: the first one that, with those
 * before it, is the beginning of no filter. What a filter may go on with is tried out.
 */
final class FilterCheck {
    private static final String OPERATOR_CHARACTERS = "()\\[\\]!<>=&|+*/%^";

    /** Operators of two characters, of one, and words, in which a minus stands between the ends of a range. */
    private static final Pattern TOKEN = Pattern.compile(
            "&&|\\|\\||[<>=!]=|<<|>>|[" + OPERATOR_CHARACTERS + "-]|[^\\s" + OPERATOR_CHARACTERS + "]+");

    private static final List<String> GOES_ON = List.of(
            "",
            " 1",
            " 32",
            " port 1",
            " 1.2.3.4",
            " host 1.2.3.4",
            " net 10.0.0.0/8",
            " ip",
            " 1 = 1",
            " = 1",
            "[0] = 1",
            "0] = 1",
            "] = 1",
            ":1] = 1",
            " tcp",
            " 1-2",
            " 1:2:3:4:5:6",
            " \\tcp",
            " broadcast");

    private FilterCheck() {}

    /**
     * What is wrong with a filter that libpcap does not compile, with the place marked.
     *
     * @param complaint what libpcap says
     * @param compiles whether libpcap takes a filter
     */
    static String explain(String filter, String complaint, Predicate<String> compiles) {
        List<int[]> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(filter);
        while (matcher.find()) {
            tokens.add(new int[] {matcher.start(), matcher.end()});
        }
        for (int[] token : tokens) {
            String upTo = filter.substring(0, token[1]);
            if (!isBeginning(upTo, compiles)) {
                return "the capture filter fails at \"%s\": %s>>>%s<<<%s (%s)"
                        .formatted(
                                filter.substring(token[0], token[1]),
                                filter.substring(0, token[0]),
                                filter.substring(token[0], token[1]),
                                filter.substring(token[1]),
                                complaint);
            }
        }
        return "the capture filter \"%s\" is not complete: something is missing at its end (%s)"
                .formatted(filter, complaint);
    }

    private static boolean isBeginning(String text, Predicate<String> compiles) {
        long open = text.chars().filter(c -> c == '(').count()
                - text.chars().filter(c -> c == ')').count();
        if (open < 0) {
            return false;
        }
        String closing = " )".repeat((int) Math.min(open, 100));
        for (String more : GOES_ON) {
            if (compiles.test(text + more + closing) || (open > 0 && compiles.test(text + more + closing + " = 1"))) {
                return true;
            }
        }
        return false;
    }
}
