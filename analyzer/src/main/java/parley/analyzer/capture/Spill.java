package parley.analyzer.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.OutputFile;

/**
 * What is queued beyond what memory is to hold: blocks of octets in a temporary file, first in, first out. The file is made
 * with the first block, in the system's folder for such files, and gone when this is closed. Where it ends it goes on at
 * its beginning, in the place of what has been taken. Used by one thread at a time.
 */
final class Spill implements Closeable {
    /** Opens the file. */
    @FunctionalInterface
    interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    private final long mostOctets;
    private final Opening opening;
    private final Deque<Integer> lengths = new ArrayDeque<>();
    private @Nullable SeekableByteChannel file;
    private boolean unusable;

    /** Octets since the file was last empty. */
    private long added;

    private long taken;

    /** @param mostOctets that the file may have */
    Spill(long mostOctets) {
        this(mostOctets, OutputFile::temporary);
    }

    Spill(long mostOctets, Opening opening) {
        this.mostOctets = mostOctets;
        this.opening = opening;
    }

    boolean isEmpty() {
        return lengths.isEmpty();
    }

    /** Adds what remains in the buffer; false where there is no room for it, or none on the disk at this time. */
    boolean add(ByteBuffer block) {
        int length = block.remaining();
        if (unusable || added - taken + length > mostOctets) {
            return false;
        }
        SeekableByteChannel into;
        try {
            into = opened();
        } catch (IOException noFile) {
            unusable = true;
            return false;
        }
        try {
            for (long at = added; block.hasRemaining(); ) {
                ByteBuffer part = part(block, at);
                at += into.position(at % mostOctets).write(part);
                block.position(block.position() + part.position());
            }
        } catch (IOException noRoom) {
            return false;
        }
        added += length;
        lengths.add(length);
        return true;
    }

    private SeekableByteChannel opened() throws IOException {
        SeekableByteChannel open = file;
        if (open == null) {
            open = opening.open();
            file = open;
        }
        return open;
    }

    /** What remains of a block, as far as the file goes on from there without a break. */
    private ByteBuffer part(ByteBuffer block, long at) {
        int length = (int) Math.min(block.remaining(), mostOctets - at % mostOctets);
        return block.slice(block.position(), length);
    }

    /**
     * Takes the block that was added first, of those there are.
     *
     * @param into is filled from its position on, and has room
     * @throws IOException if it cannot be read any more
     */
    void take(ByteBuffer into) throws IOException {
        SeekableByteChannel from = opened();
        int length = lengths.removeFirst();
        ByteBuffer block = into.slice(into.position(), length);
        while (block.hasRemaining()) {
            ByteBuffer part = part(block, taken);
            if (from.position(taken % mostOctets).read(part) < 0) {
                throw new EOFException("the packets that waited in a temporary file are gone");
            }
            block.position(block.position() + part.position());
            taken += part.position();
        }
        into.position(into.position() + length);
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
