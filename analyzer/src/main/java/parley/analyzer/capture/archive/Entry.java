package parley.analyzer.capture.archive;

import org.jspecify.annotations.Nullable;

/**
 * An entry of an archive.
 *
 * @param name as the archive has it: not safe for a terminal
 * @param unreadable why its content cannot be read, a clause such as {@code encrypted}; null where it can
 */
public record Entry(String name, @Nullable String unreadable) {
    /** Whether a system put it beside the files that somebody packed: macOS' resource forks. */
    public boolean isBySystem() {
        return name.startsWith("__MACOSX/") || name.startsWith("._") || name.contains("/._");
    }
}
