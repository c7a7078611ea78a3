package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.junit.jupiter.api.Test;

class SmallBuffersTest {
    private final SmallBuffers buffers = new SmallBuffers(new ArrayByteBufferPool());

    @Test
    void whatAPageNeedsIsLent() {
        RetainableByteBuffer lent = buffers.acquire(SmallBuffers.MOST_BYTES, false);

        assertEquals(SmallBuffers.MOST_BYTES, lent.capacity());
        lent.release();
    }

    @Test
    void whatIsOnlyClaimedIsNot() {
        assertThrows(MessageTooLargeException.class, () -> buffers.acquire(SmallBuffers.MOST_BYTES + 1, false));
        assertThrows(MessageTooLargeException.class, () -> buffers.acquire(Integer.MAX_VALUE, true));
    }
}
