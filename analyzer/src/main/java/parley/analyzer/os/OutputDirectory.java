package parley.analyzer.os;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A directory that files are written into, and what was made of the way to it. */
public final class OutputDirectory {
    private final List<Path> made = new ArrayList<>();

    private OutputDirectory() {}

    /**
     * Makes a directory where there is none, with those above it. Only its owner can look into a new one (0700).
     *
     * @throws IOException if it cannot be made, or a symbolic link leads there that is not to be followed
     */
    public static OutputDirectory make(Path directory) throws IOException {
        Path place = OutputPlace.of(directory.resolve("any")).file().getParent();
        OutputDirectory output = new OutputDirectory();
        try {
            output.makeAll(place == null ? directory : place);
        } catch (IOException failure) {
            output.removeIfEmpty();
            throw failure;
        }
        return output;
    }

    private void makeAll(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeAll(parent);
        }
        try {
            OutputFile.makeDirectory(directory);
            made.add(directory);
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(directory)) {
                throw another;
            }
        }
    }

    /** Removes what was made and holds nothing. */
    public void removeIfEmpty() {
        try {
            for (Path directory : made.reversed()) {
                Files.delete(directory);
            }
        } catch (IOException inUse) {
            // It is not empty, or somebody else has removed it.
        }
    }
}
