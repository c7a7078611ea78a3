package parley.analyzer.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The room that is left on a disk while files on it are written, so that writing ends before the disk is full. Kept free
 * is the larger of 256 MiB and 1 % of the disk, but no more than half of what was free at first: a disk that is nearly
 * full takes a small file all the same. May be used by any thread.
 */
public final class FreeSpace {
    /** Of what has no end, or does not tell. */
    public static final FreeSpace UNKNOWN = new FreeSpace(() -> Long.MAX_VALUE, 0);

    private static final long LEAST_KEPT = 256L << 20;
    private static final int PERCENT_KEPT = 1;
    private static final long MOST_BETWEEN_LOOKS = 1 << 20;

    private final LongSupplier free;
    private final long kept;
    private final long betweenLooks;
    private final AtomicLong sinceLook = new AtomicLong();
    private volatile boolean isShort;

    /**
     * A disk.
     *
     * @param free octets that can be written to it now
     * @param size octets that it has room for when it is empty
     */
    FreeSpace(LongSupplier free, long size) {
        this.free = free;
        kept = Math.min(Math.max(LEAST_KEPT, size / 100 * PERCENT_KEPT), free.getAsLong() / 2);
        betweenLooks = Math.min(MOST_BETWEEN_LOOKS, kept / 4);
    }

    /** That of the disk on which a file or directory is; a device or a pipe has no end. */
    public static FreeSpace of(Path path) {
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            return UNKNOWN;
        }
        try {
            FileStore disk = Files.getFileStore(path);
            return new FreeSpace(() -> usable(disk), disk.getTotalSpace());
        } catch (IOException | UncheckedIOException untold) {
            return UNKNOWN;
        }
    }

    private static long usable(FileStore disk) {
        try {
            return disk.getUsableSpace();
        } catch (IOException untold) {
            throw new UncheckedIOException(untold);
        }
    }

    /** Notes that so many octets have been written. */
    public void wrote(long octets) {
        if (sinceLook.addAndGet(octets) >= betweenLooks) {
            sinceLook.set(0);
            isShort |= left() < kept;
        }
    }

    /** A disk that has ceased to tell fails by itself when it is full. */
    private long left() {
        try {
            return free.getAsLong();
        } catch (UncheckedIOException untold) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether no more should be written than ends what has been begun. */
    public boolean isShort() {
        return isShort;
    }

    /** Mebibytes that are kept free, one at least. */
    public long keptMebibytes() {
        return Math.max(1, kept >> 20);
    }
}
