package parley.analyzer.replay.comparison;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Octets that may be others where nothing decodes them: a date, a number. A line {@code octets: /REGEX/ may differ}; the
 * expression reads each octet as the character of that number (ISO 8859-1).
 */
record OctetRule(Pattern pattern) {
    static final String KIND = "octets";

    private static final String WHAT = "may differ";

    /**
     * Reads what follows {@code octets:}.
     *
     * @throws IllegalArgumentException if it is no such rule; the message says why
     */
    static OctetRule parse(String rest) {
        String expression = rest.endsWith(WHAT)
                ? rest.substring(0, rest.length() - WHAT.length()).strip()
                : "";
        if (expression.length() < 3 || !expression.startsWith("/") || !expression.endsWith("/")) {
            throw new IllegalArgumentException("a rule about octets is 'octets: /REGEX/ " + WHAT + "'");
        }
        try {
            Pattern pattern = Pattern.compile(expression.substring(1, expression.length() - 1));
            if (pattern.matcher("").matches()) {
                throw new IllegalArgumentException(expression + " fits where there is nothing; let it fit something");
            }
            return new OctetRule(pattern);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    expression + " is no regular expression: " + wrong.getDescription() + " at " + wrong.getIndex(),
                    wrong);
        }
    }

    @Override
    public String toString() {
        return KIND + ": /" + pattern + "/ " + WHAT;
    }
}
