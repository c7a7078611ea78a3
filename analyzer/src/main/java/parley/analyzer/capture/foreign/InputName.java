package parley.analyzer.capture.foreign;

import java.util.regex.Pattern;

/**
 * The name of an input in a command that is proposed for it.
 *
 * @param shown as people are shown it
 */
public record InputName(String shown) {
    /** What standard input is called. */
    public static final String STANDARD_INPUT = "standard input";

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:\\\\@%+=-]+");
    private static final Pattern EXTENSION = Pattern.compile("(?<=[^/\\\\])\\.[^./\\\\]*$");

    /** As a shell takes it; {@code FILE} for standard input, which has no name. */
    public String argument() {
        return shown.equals(STANDARD_INPUT) ? "FILE" : quoted(shown);
    }

    /** A name beside it, as a shell takes it: its own with another extension, which it does not have already. */
    public String argumentWith(String extension) {
        if (shown.equals(STANDARD_INPUT)) {
            return "FILE" + extension;
        }
        String bare = EXTENSION.matcher(shown).replaceFirst("");
        String beside = bare + extension;
        return quoted(beside.equals(shown) ? bare + ".new" + extension : beside);
    }

    private static String quoted(String name) {
        String safe = name.startsWith("-") ? "./" + name : name;
        return PLAIN.matcher(safe).matches() ? safe : "'" + safe.replace("'", "'\\''") + "'";
    }
}
