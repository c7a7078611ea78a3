package parley.analyzer.replay.diff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.report.MessageText;

/**
 * What a piece says, in a line that is safe to show, and where that is not what another one says. Of what is long, the
 * surroundings of that place.
 *
 * @param before what both say
 * @param differing what only this one says; empty where there is no other one, or it says the same
 * @param behind what both say again
 */
record Excerpt(String before, String differing, String behind) {
    private static final int SHOWN = 400;
    private static final int SHOWN_BEFORE = 40;
    private static final String MORE = "…";

    /** @param other null where there is nothing to compare it with */
    static Excerpt of(Piece piece, @Nullable Piece other) {
        int[] own = said(piece, other);
        if (other == null) {
            return new Excerpt(text(own, 0, clipped(own, 0)), "", "");
        }
        int[] others = said(other, piece);
        int from = Math.max(0, Arrays.mismatch(own, others));
        if (Arrays.equals(own, others)) {
            return new Excerpt(text(own, 0, clipped(own, 0)), "", "");
        }
        int same = 0;
        while (same < Math.min(own.length, others.length) - from
                && own[own.length - 1 - same] == others[others.length - 1 - same]) {
            same++;
        }
        int begin = own.length <= SHOWN ? 0 : Math.max(0, from - SHOWN_BEFORE);
        int end = clipped(own, begin);
        int behind = Math.max(from, Math.min(end, own.length - same));
        return new Excerpt(
                (begin > 0 ? MORE : "") + string(own, begin, from), string(own, from, behind), text(own, behind, end));
    }

    /** What it says, without the kind of message. */
    static String said(Piece piece) {
        String all = of(piece, null).before();
        return piece.message() == null
                ? all
                : all.substring(piece.said().kind().length()).stripLeading();
    }

    private static int clipped(int[] all, int begin) {
        return Math.min(all.length, begin + SHOWN);
    }

    private static String string(int[] all, int from, int to) {
        return new String(all, from, to - from);
    }

    private static String text(int[] all, int from, int to) {
        return string(all, from, to) + (to < all.length ? MORE : "");
    }

    private static int[] said(Piece piece, @Nullable Piece other) {
        DecodedMessage message = piece.message();
        String text = message == null ? octets(piece, other) : said(message);
        return MessageText.visible(text).codePoints().toArray();
    }

    private static String said(DecodedMessage message) {
        boolean isOfServer = message.sender().equals(DecodedMessage.SERVER);
        boolean isToServer = message.recipients().isEmpty()
                || message.recipients().getFirst().equals(DecodedMessage.SERVER);
        return message.kind() + "  "
                + (isOfServer || isToServer
                        ? ""
                        : message.sender() + " → " + String.join(", ", message.recipients()) + ": ")
                + message.text();
    }

    /** Octets as text with signs for line ends; not much before the first that differs, and not much behind it. */
    private static String octets(Piece piece, @Nullable Piece other) {
        byte[] all = piece.octets();
        int differsAt = other == null ? 0 : Math.max(0, Arrays.mismatch(all, other.octets()));
        int from = Math.max(0, differsAt - SHOWN_BEFORE);
        byte[] shown = Arrays.copyOfRange(all, Math.min(from, all.length), Math.min(all.length, from + SHOWN));
        return (from > 0 ? MORE : "")
                + new String(shown, StandardCharsets.UTF_8).replace("\r", "␍").replace("\n", "␊")
                + (from + SHOWN < all.length ? MORE : "");
    }
}
