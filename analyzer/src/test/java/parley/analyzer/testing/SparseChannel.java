package parley.analyzer.testing;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A large file without its octets: parts with content, and holes in which it has whatever the reader's buffer had. */
public final class SparseChannel implements ReadableByteChannel {
    private record Part(ByteBuffer content, long hole) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private long holeLeft;
    private long length;

    public SparseChannel content(byte[] octets) {
        return part(new Part(ByteBuffer.wrap(octets), 0));
    }

    public SparseChannel hole(long octets) {
        return part(new Part(ByteBuffer.allocate(0), octets));
    }

    private SparseChannel part(Part part) {
        parts.add(part);
        length += part.content().remaining() + part.hole();
        return this;
    }

    /** Octets of all parts. */
    public long length() {
        return length;
    }

    @Override
    public int read(ByteBuffer target) {
        int before = target.position();
        while (target.hasRemaining() && (holeLeft > 0 || !parts.isEmpty())) {
            if (holeLeft > 0) {
                int step = (int) Math.min(holeLeft, target.remaining());
                target.position(target.position() + step);
                holeLeft -= step;
                continue;
            }
            ByteBuffer content = parts.element().content();
            int step = Math.min(content.remaining(), target.remaining());
            target.put(target.position(), content, content.position(), step);
            target.position(target.position() + step);
            content.position(content.position() + step);
            if (!content.hasRemaining()) {
                holeLeft = parts.remove().hole();
            }
        }
        return target.position() > before ? target.position() - before : -1;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
