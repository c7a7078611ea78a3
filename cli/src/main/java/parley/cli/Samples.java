package parley.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import parley.analyzer.os.OutputFile;

/** Files that come with the program, inside its jar. */
final class Samples {
    /** The conversation of the demo. */
    static final String SCRIPT = "four-users.csv";

    private Samples() {}

    /** Copies a sample into a directory, over an older copy; returns where it is. */
    static Path copy(String name, Path directory) throws IOException {
        Path copy = directory.resolve(name);
        try (InputStream sample = Samples.class.getResourceAsStream("/samples/" + name)) {
            if (sample == null) {
                throw new FileNotFoundException("the sample " + name + " is missing from this build of parley");
            }
            try (OutputStream file = OutputFile.stream(copy)) {
                sample.transferTo(file);
            }
        }
        return copy;
    }
}
