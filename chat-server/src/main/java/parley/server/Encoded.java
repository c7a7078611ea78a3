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
}
