package parley.analyzer.capture;

import java.io.IOException;
import java.io.InputStream;

/** An input as the stream that a library unpacks. */
final class OuterStream extends InputStream {
    private final CaptureInput outer;
    private final byte[] one = new byte[1];

    OuterStream(CaptureInput outer) {
        this.outer = outer;
    }

    /** The file or pipe cannot be read, which is not the fault of what it is packed with. */
    static final class FailedException extends IOException {
        private static final long serialVersionUID = 1;

        private final IOException failure;

        FailedException(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return outer.read(target, offset, length);
        } catch (IOException failed) {
            throw new FailedException(failed);
        }
    }
}
