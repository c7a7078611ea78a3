package parley.analyzer.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is queued beyond what memory is to hold: blocks of octets in a temporary file, first in, first out. The file is made
 * with the first block, in the system's folder for such files, and gone when this is closed. Used by one thread at a time.
 */
final class Spill implements Closeable {
    private final long mostOctets;
    private final Deque<Integer> lengths = new ArrayDeque<>();
    private @Nullable FileChannel file;
    private boolean unusable;
    private long added;
    private long taken;

    /** @param mostOctets that the file may have */
    Spill(long mostOctets) {
        this.mostOctets = mostOctets;
    }

    boolean isEmpty() {
        return lengths.isEmpty();
    }

    /** Adds what remains in the buffer; false where there is no room for it. */
    boolean add(ByteBuffer block) {
        int length = block.remaining();
        if (unusable || added + length > mostOctets) {
            return false;
        }
        try {
            FileChannel into = opened();
            long at = added;
            while (block.hasRemaining()) {
                at += into.write(block, at);
            }
        } catch (IOException noRoom) {
            unusable = true;
            return false;
        }
        added += length;
        lengths.add(length);
        return true;
    }

    private FileChannel opened() throws IOException {
        FileChannel open = file;
        if (open == null) {
            Path path = Files.createTempFile("parley-queue", null);
            open = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = open;
        }
        return open;
    }

    /**
     * Takes the block that was added first, of those there are.
     *
     * @param into is filled from its position on, and has room
     * @throws IOException if it cannot be read any more
     */
    void take(ByteBuffer into) throws IOException {
        FileChannel from = opened();
        int length = lengths.removeFirst();
        ByteBuffer block = into.slice(into.position(), length);
        while (block.hasRemaining()) {
            if (from.read(block, taken + block.position()) < 0) {
                throw new EOFException("the packets that waited in a temporary file are gone");
            }
        }
        into.position(into.position() + length);
        taken += length;
        if (lengths.isEmpty()) {
            added = 0;
            taken = 0;
            from.truncate(0);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
