package parley.cli;

import java.nio.file.Path;

/** Files of the project that tests use as a user would. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** The project's folder. */
    static Path root() {
        return Path.of(System.getProperty("parley.root", ".."));
    }

    /** A file of the folder samples. */
    static Path sample(String name) {
        return root().resolve("samples").resolve(name);
    }
}
