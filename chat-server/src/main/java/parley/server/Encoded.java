package parley.server;

import parley.protocol.LineText;
import parley.protocol.ServerLine;

/**
 * A line as it is sent, with its LF; one that goes to many is encoded once.
 *
 * @param readAt when what it passes on was read, a {@link System#nanoTime}; 0 for a line of the server's own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Encoded(byte[] bytes, long readAt) {
    /** What keeping a line takes besides its bytes, or a thousand empty ones would wait at no cost. */
    static final int OVERHEAD = 64;

    /** The server's own lines. */
    static Encoded[] of(ServerLine... lines) {
        Encoded[] encoded = new Encoded[lines.length];
        for (int i = 0; i < lines.length; i++) {
            encoded[i] = new Encoded(LineText.encode(lines[i].format()), 0);
        }
        return encoded;
    }

    /** A message that is passed on. */
    static Encoded message(String line, long readAt) {
        return new Encoded(LineText.encode(line), readAt);
    }

    /** Whether it passes on what somebody else says, and is no line of the server's own. */
    boolean isMessage() {
        return readAt != 0;
    }

    /** Bytes that it takes up while it waits. */
    int cost() {
        return bytes.length + OVERHEAD;
    }

    static int cost(Encoded... lines) {
        int cost = 0;
        for (Encoded line : lines) {
            cost += line.cost();
        }
        return cost;
    }
}
