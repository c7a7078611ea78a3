package parley.analyzer.replay.play;

import parley.analyzer.app.DecodedMessage;
import parley.analyzer.replay.recording.Piece;

/**
 * What should have come and has not.
 *
 * @param kind of message; or {@code octets}, some that the capture lacks, {@code end}, {@code connection}
 * @param frame that has it in the capture; 0 for none
 */
record Missing(String kind, long frame) {
    static final Missing CONNECTION = new Missing("connection", 0);
    static final Missing END = new Missing("end", 0);

    static Missing of(Piece piece) {
        DecodedMessage message = piece.message();
        String octets = piece.isMissing() ? "octets that the capture lacks" : "octets";
        return new Missing(message == null ? octets : message.kind(), piece.frame());
    }

    @Override
    public String toString() {
        return frame == 0 ? kind : kind + " (frame " + frame + ")";
    }
}
