package parley.analyzer.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Where frames are sent one after the other, each from the same memory. Used by one thread at a time. */
public interface FrameOutput extends AutoCloseable {
    /** What became of a frame. */
    enum Outcome {
        SENT,
        /** It is larger than the interface's MTU lets through; {@link #refusal} says how large that is. */
        TOO_LARGE,
        /** The interface's queue is full: the same frame may go through a moment later. */
        QUEUE_FULL,
        /** The system does not send it; {@link #refusal} says why. */
        REFUSED
    }

    /** Where the next frame is to be written, from the first octet on. */
    MemorySegment frame();

    /** The LINKTYPE_ number of frames that can be sent. */
    int linkType();

    /**
     * Sends what {@link #frame} holds.
     *
     * @param length in octets
     * @throws IOException if nothing more can be sent; the message is one line
     */
    Outcome send(int length) throws IOException;

    /** Why the last frame was {@link Outcome#TOO_LARGE}, or {@link Outcome#REFUSED} in the system's words. */
    String refusal();

    @Override
    void close();
}
