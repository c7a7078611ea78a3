package parley.analyzer.replay.play;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;

/** All that one side of a connection says in a replay, how much of it is said, and with what the other side begins. */
final class Part {
    /** An opening line that is the captured one counts more than any beginning of one. */
    private static final int SAME_LINE = 1 << 20;

    private final Renames renames;
    private final OctetLog octets = new OctetLog();
    private final NavigableSet<Long> ends = new TreeSet<>();
    private final byte[] opening;
    private int said;

    Part(Track track, Direction side, Renames renames) {
        this.renames = renames;
        for (Piece piece : track.said(side)) {
            if (!piece.isMissing()) {
                octets.add(renames.sent(piece));
                ends.add((long) octets.length());
            }
        }
        opening = track.said(side.other()).stream()
                .filter(piece -> !piece.isMissing())
                .findFirst()
                .map(renames::sent)
                .orElse(new byte[0]);
    }

    /** Says the next pieces, none of which is missing: their octets. */
    byte[] say(List<Piece> pieces) {
        int from = said;
        pieces.forEach(piece -> said += renames.sent(piece).length);
        return octets.between(from, said);
    }

    /** How many octets there are to say. */
    int length() {
        return octets.length();
    }

    /** How many octets are said. */
    int said() {
        return said;
    }

    /** What is said from an offset on; nothing where more than that was told already. */
    byte[] from(long offset) {
        return offset >= said ? new byte[0] : octets.between(offset, said);
    }

    /** Whether its first octets, so many, are those of another one. */
    boolean beginsAs(Part other, long count) {
        return count <= octets.length()
                && count <= other.octets.length()
                && Arrays.equals(octets.between(0, count), other.octets.between(0, count));
    }

    /**
     * What came at once, cut into the pieces that it is where it is just what was captured. To a decoder that takes a
     * segment for a line it makes a difference which writes the network has put together.
     *
     * @param offset of the first octet
     */
    List<byte[]> asWritten(long offset, byte[] came) {
        long end = offset + came.length;
        if (!isCaptured(offset, came)) {
            return List.of(came);
        }
        List<byte[]> written = new ArrayList<>();
        long from = offset;
        for (long to : ends.subSet(offset, false, end, false)) {
            written.add(octets.between(from, to));
            from = to;
        }
        written.add(octets.between(from, end));
        return written;
    }

    private boolean isCaptured(long offset, byte[] came) {
        long end = offset + came.length;
        return end <= octets.length() && Arrays.equals(octets.between(offset, end), came);
    }

    /** Whether what came, which is what was captured, is to go on: its end lies within a piece. */
    boolean goesOn(long offset, byte[] came) {
        return isCaptured(offset, came) && !ends.contains(offset + came.length);
    }

    /** How well what the other side says first is what it said in the capture; 0 for not at all. */
    int fit(byte[] first) {
        String heard = line(first);
        String captured = line(opening);
        if (heard.equals(captured)) {
            int differs = Arrays.mismatch(first, opening);
            return SAME_LINE + (differs < 0 ? first.length : differs);
        }
        return captured.startsWith(heard) && !isWhole(first) ? heard.length() : 0;
    }

    private static boolean isWhole(byte[] octets) {
        return octets.length > 0 && octets[octets.length - 1] == '\n';
    }

    private static String line(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
    }
}
