package parley.analyzer.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.VisibleText;

/**
 * An input that is packed into another one. Damage ends it, and is kept for the reader to tell: what was read before is
 * good.
 */
abstract class InnerInput implements ReadableByteChannel {
    /** A library may quote what it has read. */
    private static final int LONGEST_REASON = 200;

    private final CaptureInput outer;
    private @Nullable String damage;

    InnerInput(CaptureInput outer) {
        this.outer = outer;
    }

    /** What it is packed with, for people: {@code gzip}. */
    abstract String form();

    /** What can be damaged: {@code the gzip compression}. */
    abstract String whole();

    abstract int readInner(ByteBuffer target) throws IOException;

    /** All that it is packed with, from the inside: {@code tar in gzip}. */
    final String forms() {
        String around = outer.compression();
        return around == null ? form() : form() + " in " + around;
    }

    /** Offset in the file of what is read next. */
    final long octetsRead() {
        return outer.octetsRead();
    }

    /** What ended the input before its time; null as long as nothing has. */
    @Nullable
    final String damage() {
        return damage;
    }

    /** The archive that it is in or is; null for none. */
    @Nullable
    ArchivedInput archive() {
        return outer.archive();
    }

    @Override
    public final int read(ByteBuffer target) throws IOException {
        if (damage != null) {
            return -1;
        }
        int before = target.position();
        try {
            return readInner(target);
        } catch (OuterStream.FailedException failed) {
            throw failed.failure();
        } catch (UnclearArchiveException unclear) {
            throw unclear;
        } catch (IOException | RuntimeException | LinkageError broken) {
            damage = damage(broken);
            int count = target.position() - before;
            return count > 0 ? count : -1;
        }
    }

    /** In words: where the outer input is damaged itself, that. */
    final String damage(Throwable broken) {
        String around = outer.damage();
        return around != null
                ? around
                : whole() + " is damaged near byte " + outer.octetsRead() + " of the file (" + reason(broken) + ")";
    }

    /** What the library says is wrong; that the file ends too soon some say without words. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message != null) {
            String visible = VisibleText.of(message);
            return visible.length() <= LONGEST_REASON ? visible : visible.substring(0, LONGEST_REASON) + "…";
        }
        return failure instanceof EOFException ? "it ends too soon" : "it makes no sense";
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() throws IOException {
        outer.close();
    }
}
