package parley.analyzer.replay.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.tcp.Endpoint;

/**
 * One captured connection.
 *
 * @param stream its {@code tcp.stream} number
 * @param user who its client is, empty where not known
 * @param protocol {@link parley.analyzer.app.ApplicationDecoder#protocol} of its messages; null where it is octets
 * @param pieces what both sides said, each direction in its order
 * @param notes what the capture lacks of it, for people
 */
public record Track(
        long stream,
        Endpoint client,
        Endpoint server,
        String user,
        @Nullable String protocol,
        List<Piece> pieces,
        List<String> notes) {
    public Track {
        pieces = List.copyOf(pieces);
        notes = List.copyOf(notes);
    }

    /** What one side said, in its order. */
    public List<Piece> said(Direction direction) {
        return pieces.stream().filter(piece -> piece.direction() == direction).toList();
    }
}
