package parley.analyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** A compressed input unpacked. */
final class UnpackedInput extends InnerInput {
    private final Compression compression;
    private final ReadableByteChannel unpacked;

    /** @throws IOException if not even the beginning can be unpacked */
    UnpackedInput(Compression compression, CaptureInput packed, String name) throws IOException {
        super(packed);
        this.compression = compression;
        try {
            this.unpacked = Channels.newChannel(compression.open(new OuterStream(packed)));
        } catch (IOException | LinkageError unreadable) {
            throw new IOException(
                    name + " is compressed with " + compression.displayName() + " and cannot be unpacked: "
                            + reason(unreadable),
                    unreadable);
        }
    }

    @Override
    String form() {
        return compression.displayName();
    }

    @Override
    String whole() {
        return "the " + compression.displayName() + " compression";
    }

    @Override
    int readInner(ByteBuffer target) throws IOException {
        int count = unpacked.read(target);
        ArchivedInput archive = archive();
        if (count < 0 && archive != null) {
            archive.requireNoOther();
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        super.close();
        unpacked.close();
    }
}
