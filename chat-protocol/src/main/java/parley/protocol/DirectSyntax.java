package parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code A to B, C - text}, which reads the same in both directions. */
final class DirectSyntax {
    private static final String TO = " to ";
    private static final String DASH = " - ";

    private DirectSyntax() {}

    static ClientLine.@Nullable Direct parse(String line) {
        int to = line.indexOf(TO);
        if (to <= 0 || line.substring(0, to).indexOf(' ') >= 0) {
            return null;
        }
        int dash = line.indexOf(DASH, to + TO.length());
        if (dash < 0) {
            return null;
        }
        List<String> recipients = NameList.parse(line.substring(to + TO.length(), dash));
        // A dash after a comma and a blank ends the recipients, and so cannot be one of them however it is spaced.
        return recipients == null || recipients.contains("-")
                ? null
                : new ClientLine.Direct(line.substring(0, to), recipients, line.substring(dash + DASH.length()));
    }
}
