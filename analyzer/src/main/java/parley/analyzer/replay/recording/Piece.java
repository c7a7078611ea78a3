package parley.analyzer.replay.recording;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;

/**
 * What one side said: a message, octets that nothing decodes, or octets that the capture does not have.
 *
 * @param id from 0, which no other piece of the same recording or run has
 * @param frame the frame that made it whole; 0 where it is not of a capture
 * @param timestampNanos when it was whole, in nanoseconds of some clock that all pieces of a recording or run share
 * @param start offset of its first octet in its direction
 * @param end offset behind its last octet
 * @param octets empty where they are missing
 * @param message null where nothing decodes the octets
 * @param cause {@link #id} of the piece that it passes on, -1 where none is known
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
public record Piece(
        int id,
        Direction direction,
        long frame,
        long timestampNanos,
        long start,
        long end,
        byte[] octets,
        @Nullable DecodedMessage message,
        int cause) {

    /** Whether the capture does not have its octets. */
    public boolean isMissing() {
        return octets.length < end - start;
    }

    /** What it says. */
    public DecodedMessage said() {
        return Objects.requireNonNull(message, "octets that nothing decodes");
    }

    /** The same, saying that. */
    public Piece saying(DecodedMessage other) {
        return new Piece(id, direction, frame, timestampNanos, start, end, octets, other, cause);
    }
}
