package parley.analyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.archive.ArchiveFormat;
import parley.analyzer.capture.archive.Entries;
import parley.analyzer.capture.archive.Entry;

/**
 * The one capture in an archive. What else is in it is passed over, by its first octets. That no other capture is in it
 * shows at its end: reading throws an {@link UnclearArchiveException} there where one is.
 */
final class ArchivedInput extends InnerInput {
    private final ArchiveFormat format;
    private final String name;
    private final Entries entries;
    private final ArchiveContents contents;
    private ReadableByteChannel content = Channels.newChannel(InputStream.nullInputStream());
    private boolean chosen;
    private boolean over;
    private @Nullable UnclearArchiveException unclear;

    ArchivedInput(ArchiveFormat format, CaptureInput packed, String name) {
        super(packed);
        this.format = format;
        this.name = name;
        this.entries = format.open(new OuterStream(packed));
        this.contents = new ArchiveContents(format, name);
    }

    /**
     * Goes to the first capture.
     *
     * @return its octets, unpacked where it is compressed in the archive
     * @throws IOException if there is none
     */
    CaptureInput capture() throws IOException {
        try {
            CaptureInput capture = next();
            if (capture == null) {
                throw contents.withoutCapture();
            }
            chosen = true;
            return capture;
        } catch (OuterStream.FailedException failed) {
            throw failed.failure();
        } catch (UnclearArchiveException unclear) {
            throw unclear;
        } catch (IOException | RuntimeException | LinkageError broken) {
            throw contents.withoutCapture(damage(broken));
        }
    }

    /**
     * Looks whether another capture is in it, once the first was found; damage is left for whoever reads it to find.
     *
     * @throws IOException if there is one
     */
    void requireNoOther() throws IOException {
        try {
            passOverOthers();
        } catch (OuterStream.FailedException failed) {
            throw failed.failure();
        } catch (UnclearArchiveException unclear) {
            throw unclear;
        } catch (IOException | RuntimeException | LinkageError broken) {
            return;
        }
    }

    private void passOverOthers() throws IOException {
        if (!chosen) {
            return;
        }
        // A library that unpacks may take what is thrown here for the end of what it unpacks.
        if (unclear != null) {
            throw unclear;
        }
        if (over) {
            return;
        }
        over = true;
        boolean found = false;
        while (next() != null) {
            found = true;
        }
        if (found) {
            unclear = contents.severalCaptures();
            throw unclear;
        }
    }

    /** Goes to the next capture; null where there is none. */
    private @Nullable CaptureInput next() throws IOException {
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            CaptureInput capture = entry.unreadable() == null ? captureIn() : null;
            if (capture != null) {
                contents.capture(entry);
                return capture;
            }
            contents.other(entry);
        }
        return null;
    }

    private @Nullable CaptureInput captureIn() throws IOException {
        Content stream = new Content();
        int magic = stream.magic();
        Compression compression = Compression.of(magic);
        if (compression == null && !CaptureFile.isMagic(magic)) {
            return null;
        }
        content = Channels.newChannel(stream);
        CaptureInput octets = new CaptureInput(this, name);
        if (compression == null) {
            return octets;
        }
        try {
            CaptureInput unpacked = new CaptureInput(new UnpackedInput(compression, octets, name), name);
            return unpacked.require(Integer.BYTES) && CaptureFile.isMagic(CaptureFile.magic(unpacked))
                    ? unpacked
                    : null;
        } catch (IOException notUnpacked) {
            return null;
        }
    }

    @Override
    String form() {
        return format.displayName();
    }

    @Override
    String whole() {
        return "the " + format.displayName() + " archive";
    }

    @Override
    ArchivedInput archive() {
        return this;
    }

    @Override
    int readInner(ByteBuffer target) throws IOException {
        int count = content.read(target);
        if (count < 0) {
            passOverOthers();
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        super.close();
        entries.close();
    }

    /** The current entry's octets, of which the first have been looked at. */
    private final class Content extends InputStream {
        private final byte[] one = new byte[1];
        private byte[] head = new byte[0];
        private int at;

        /** Its first four octets; 0 where it has fewer. */
        int magic() throws IOException {
            head = readNBytes(Integer.BYTES);
            return head.length < Integer.BYTES ? 0 : ByteBuffer.wrap(head).getInt();
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at == head.length) {
                return entries.read(target, offset, length);
            }
            int count = Math.min(length, head.length - at);
            System.arraycopy(head, at, target, offset, count);
            at += count;
            return count;
        }
    }
}
