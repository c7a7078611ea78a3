package parley.analyzer.app.chat;

import parley.analyzer.app.DecodedMessage;

/**
 * A line of a chat connection.
 *
 * @param readable whether it is whole, and the text that it should be
 * @param start of its octets in the direction
 * @param end after its octets, the line end included
 * @param nanos when it became whole, in nanoseconds since the epoch
 */
record ChatLine(String text, boolean readable, long start, long end, DecodedMessage.Boundary boundary, long nanos) {
    /** What it takes besides its text, in octets. */
    private static final int OVERHEAD = 100;

    /** Octets that it takes while it waits. */
    int size() {
        return OVERHEAD + 2 * text.length();
    }
}
