package parley.analyzer.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A compressed input unpacked. Damage ends it, and is kept for the reader to tell: what was unpacked before is good.
 */
final class UnpackedInput implements ReadableByteChannel {
    private final Compression compression;
    private final CaptureInput packed;
    private final ReadableByteChannel unpacked;
    private @Nullable String damage;

    /** @throws IOException if not even the beginning can be unpacked */
    UnpackedInput(Compression compression, CaptureInput packed, String name) throws IOException {
        this.compression = compression;
        this.packed = packed;
        try {
            this.unpacked = Channels.newChannel(compression.open(new Packed()));
        } catch (IOException | LinkageError unreadable) {
            throw new IOException(
                    name + " is compressed with " + compression.displayName() + " and cannot be unpacked: "
                            + reason(unreadable),
                    unreadable);
        }
    }

    /** What the library says is wrong; that the file ends too soon some say without words. */
    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message != null ? message : failure instanceof EOFException ? "it ends too soon" : "it makes no sense";
    }

    Compression compression() {
        return compression;
    }

    /** Offset in the file of what is unpacked next. */
    long octetsRead() {
        return packed.offset();
    }

    /** What ended the input before its time; null as long as nothing has. */
    @Nullable
    String damage() {
        return damage;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (damage != null) {
            return -1;
        }
        int before = target.position();
        try {
            return unpacked.read(target);
        } catch (PackedInputException failed) {
            throw failed.failure;
        } catch (IOException | RuntimeException broken) {
            damage = "the " + compression.displayName() + " compression is damaged near byte " + packed.offset()
                    + " of the file (" + reason(broken) + ")";
            int count = target.position() - before;
            return count > 0 ? count : -1;
        }
    }

    @Override
    public boolean isOpen() {
        return unpacked.isOpen();
    }

    @Override
    public void close() throws IOException {
        packed.close();
        unpacked.close();
    }

    /** The file or pipe cannot be read, which is not the compression's fault. */
    private static final class PackedInputException extends IOException {
        private static final long serialVersionUID = 1;

        private final IOException failure;

        PackedInputException(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private final class Packed extends InputStream {
        private final byte[] one = new byte[1];

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return packed.read(target, offset, length);
            } catch (IOException failed) {
                throw new PackedInputException(failed);
            }
        }
    }
}
