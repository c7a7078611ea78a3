package parley.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code A, B, C}, the space after a comma being optional when read. */
final class NameList {
    private NameList() {}

    /** The names, or null where one is empty or has a space within. */
    static @Nullable List<String> parse(String list) {
        List<String> names = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            String name = part.strip();
            if (name.isEmpty() || name.indexOf(' ') >= 0) {
                return null;
            }
            names.add(name);
        }
        return names;
    }
}
