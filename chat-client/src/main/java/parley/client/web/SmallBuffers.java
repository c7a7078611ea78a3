package parley.client.web;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;

/**
 * Lends no buffer larger than any that a connection of the page needs. Whatever a frame claims as its length, and
 * whichever check of it is missing, it gets no more memory than that; its connection is closed.
 */
final class SmallBuffers extends ByteBufferPool.Wrapper {
    static final int MOST_BYTES = 64 * 1024;

    SmallBuffers(ByteBufferPool buffers) {
        super(buffers);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        if (size > MOST_BYTES) {
            throw new MessageTooLargeException(size + " bytes at once");
        }
        return super.acquire(size, direct);
    }
}
