package parley.analyzer.replay.diff;

import java.util.List;
import java.util.Map;

/**
 * How TCP carried a connection.
 *
 * @param stream its {@code tcp.stream} number
 * @param firstFrame its first packet
 * @param handshakeNanos from the SYN to the ACK that completes the handshake; -1 where that was not seen
 * @param endingFrame the frame with which it had ended so; 0 where it had not
 * @param ofClient what was seen of the client's segments, and nothing where nothing was
 * @param ofServer likewise of the server's
 */
public record Transport(
        long stream,
        Opening opening,
        long firstFrame,
        long handshakeNanos,
        Ending ending,
        long endingFrame,
        Map<Trouble, Occurrences> ofClient,
        Map<Trouble, Occurrences> ofServer) {
    /** What became of the handshake. */
    enum Opening {
        COMPLETE("complete"),
        REFUSED("refused"),
        UNANSWERED("not answered"),
        INCOMPLETE("not completed"),
        UNSEEN("not captured");

        private final String words;

        Opening(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** How it ended. Who closes first is left out: where both do, that is often a race. */
    enum Ending {
        CLOSED("closed by both sides"),
        CLOSED_BY_CLIENT("closed by the client alone"),
        CLOSED_BY_SERVER("closed by the server alone"),
        RESET_BY_CLIENT("reset by the client"),
        RESET_BY_SERVER("reset by the server"),
        OPEN("not ended");

        private final String words;

        Ending(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What may be counted of a side's segments, as Wireshark's {@code tcp.analysis} has it. */
    enum Trouble {
        RETRANSMISSIONS("retransmissions"),
        OUT_OF_ORDER("segments out of order"),
        DUPLICATE_ACKS("duplicate ACKs"),
        ZERO_WINDOWS("zero windows"),
        NOT_CAPTURED("segments before which some were not captured");

        private final String words;

        Trouble(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * How often something was seen.
     *
     * @param frames the first of them
     */
    record Occurrences(long count, List<Long> frames) {
        static final Occurrences NONE = new Occurrences(0, List.of());

        Occurrences {
            frames = List.copyOf(frames);
        }
    }

    public Transport {
        ofClient = Map.copyOf(ofClient);
        ofServer = Map.copyOf(ofServer);
    }
}
