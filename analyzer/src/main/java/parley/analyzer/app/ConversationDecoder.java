package parley.analyzer.app;

import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;

/** Decodes one connection. Called by the thread that owns the analysis, in the order of the capture. */
public interface ConversationDecoder {
    /** The next octets of a direction. */
    void data(Direction direction, StreamData data);

    /** Octets of a direction that the capture does not have, counted as {@link StreamData#offset} counts. */
    void gap(Direction direction, long offset, long length);

    /** A direction is over. */
    void end(Direction direction, StreamListener.End end);

    /** Nothing more comes, of either direction: what is still held is to be given out. */
    default void over() {}

    /** The time asked for by {@link Conversation#wakeAt} has come; it never does once the connection is {@link #over}. */
    default void wake(long timestampNanos) {}
}
