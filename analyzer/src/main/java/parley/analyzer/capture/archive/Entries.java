package parley.analyzer.capture.archive;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files in an archive, in their order, and the content of each. Folders and links are passed over. */
public interface Entries extends Closeable {
    /**
     * Goes to the next file; what was not read of the one before is passed over.
     *
     * @return null after the last
     * @throws IOException if the archive is damaged or ends too soon, with the reason as a clause
     */
    @Nullable
    Entry next() throws IOException;

    /** Reads content of the file that was gone to last, as a stream does: -1 at its end. */
    int read(byte[] target, int offset, int length) throws IOException;
}
