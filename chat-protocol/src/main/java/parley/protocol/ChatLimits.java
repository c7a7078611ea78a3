package parley.protocol;

import java.time.Duration;

/** The numbers of the protocol that both ends and every reader of a capture agree on. */
public final class ChatLimits {
    /** TCP port of a chat server, unless told otherwise. */
    public static final int PORT = 10000;

    /** Longest line a client may send, in bytes, its LF included. */
    public static final int LINE_BYTES = 4096;

    /**
     * Longest line that a server sends, in bytes, LF included: a client's longest line with the sender's name before it.
     */
    public static final int SERVER_LINE_BYTES = LINE_BYTES + 4 * 32 + 2;

    /** Longest name, in code points after NFC. */
    public static final int NAME_CODE_POINTS = 32;

    /** Most names that answer {@code who PREFIX}. */
    public static final int WHO_PREFIX_NAMES = 100;

    /**
     * A client that has never sent an LF and pauses this long has ended its line. Longer than the delayed acknowledgement
     * (40 ms on Linux) that Nagle's algorithm may put between two writes of one line; and so much shorter than the 240 ms
     * between the lines of the first clients that a busy machine does not join them.
     */
    public static final Duration UNTERMINATED_PAUSE = Duration.ofMillis(100);

    private ChatLimits() {}
}
