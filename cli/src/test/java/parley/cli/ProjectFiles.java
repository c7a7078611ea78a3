package parley.cli;

import java.nio.file.Path;

/** Files of the project that tests use as a user would. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** A file of the folder samples. */
    static Path sample(String name) {
        return Path.of(System.getProperty("parley.root", ".."), "samples", name);
    }
}
