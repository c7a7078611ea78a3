package parley.analyzer.app.chat;

import java.util.Optional;
import parley.analyzer.app.DecodedMessage;
import parley.protocol.LineFramer;
import parley.protocol.LineText;

/** Makes lines of the octets of one direction, and tells whole ones from what a gap has left of one. */
abstract class LineSink implements LineFramer.Sink {
    private boolean afterGap;
    private long nowNanos;

    /** Takes the next line. */
    abstract void line(ChatLine line);

    /** Octets follow that were captured then. */
    void now(long timestampNanos) {
        nowNanos = timestampNanos;
    }

    /** Octets are missing. */
    void afterGap(boolean nextIsPart) {
        afterGap = nextIsPart;
    }

    @Override
    public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
        line(bytes, start, end, ended != LineFramer.End.GAP, DecodedMessage.Boundary.MARKED);
    }

    void line(byte[] bytes, long start, long end, boolean whole, DecodedMessage.Boundary boundary) {
        Optional<String> decoded = LineText.decode(bytes);
        String text = decoded.isPresent() ? decoded.get() : LineText.decodeLeniently(bytes);
        boolean readable = decoded.isPresent() && !LineText.hasControlCharacters(text);
        boolean complete = whole && !afterGap;
        afterGap = false;
        line(new ChatLine(text, complete && readable, start, end, boundary, nowNanos));
    }

    @Override
    public void tooLong(long start, long end) {
        tooLong(start, end, DecodedMessage.Boundary.MARKED);
    }

    void tooLong(long start, long end, DecodedMessage.Boundary boundary) {
        afterGap = false;
        line(new ChatLine("(a line of " + (end - start) + " octets)", false, start, end, boundary, nowNanos));
    }
}
