package parley.client.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one page, in order. A virtual thread of its own sends it, a frame at a time, and closes the
 * connection where the page does not take a frame in time. Its methods may be called by any thread.
 */
final class TabOutbox {
    static final int MAXIMUM_FRAMES = 1024;
    static final int MAXIMUM_BYTES = 1024 * 1024;

    /** A close frame has 125 octets, two of them for the code (RFC 6455, section 5.5). */
    private static final int REASON_BYTES = 123;

    /** How long a page has to answer the end. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private record End(int code, String reason) {}

    private final Session page;
    private final Duration takeWithin;
    private final Deque<String> waiting = new ArrayDeque<>();
    private int bytes;
    private @Nullable End end;
    private boolean gone;

    TabOutbox(Session page, Duration takeWithin) {
        this.page = page;
        this.takeWithin = takeWithin;
        Thread.ofVirtual().name("to the page").start(this::run);
    }

    /** Puts a frame behind the others; waits while they are too many. Without effect after an end. */
    synchronized void put(String frame) throws InterruptedException {
        int length = length(frame);
        while (isOpen() && !waiting.isEmpty() && (waiting.size() >= MAXIMUM_FRAMES || bytes + length > MAXIMUM_BYTES)) {
            wait();
        }
        if (isOpen()) {
            waiting.add(frame);
            bytes += length;
            notifyAll();
        }
    }

    /** Ends the connection behind what waits. */
    synchronized void end(int code, String reason) {
        if (isOpen()) {
            end = new End(code, reason);
            notifyAll();
        }
    }

    /** Ends the connection behind one last frame, which is not waited for. */
    synchronized void end(String lastFrame, int code, String reason) {
        if (isOpen()) {
            waiting.add(lastFrame);
            bytes += length(lastFrame);
            end(code, reason);
        }
    }

    /** The connection is no more: what waits is dropped, and who waits goes on. */
    synchronized void gone() {
        gone = true;
        waiting.clear();
        notifyAll();
    }

    private static int length(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean isOpen() {
        return end == null && !gone;
    }

    private void run() {
        try {
            for (String frame = next(); frame != null; frame = next()) {
                Callback.Completable taken = new Callback.Completable();
                page.sendText(frame, taken);
                taken.get(takeWithin.toNanos(), TimeUnit.NANOSECONDS);
            }
            close();
        } catch (InterruptedException | ExecutionException | TimeoutException notTaken) {
            // Its close tells whoever waits.
        } finally {
            page.disconnect();
        }
    }

    /** Null at the end. */
    private synchronized @Nullable String next() throws InterruptedException {
        while (waiting.isEmpty() && isOpen()) {
            wait();
        }
        String frame = waiting.poll();
        if (frame != null) {
            bytes -= length(frame);
            notifyAll();
        }
        return frame;
    }

    private synchronized void close() throws InterruptedException {
        if (end != null && !gone) {
            page.close(end.code(), shortened(end.reason()), Callback.NOOP);
            long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
            for (long left = CLOSE_WITHIN.toNanos(); !gone && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
    }

    private static String shortened(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= REASON_BYTES) {
            return reason;
        }
        int length = REASON_BYTES;
        // Not in the middle of a character.
        while ((bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
