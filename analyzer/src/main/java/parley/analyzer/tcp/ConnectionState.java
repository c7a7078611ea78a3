package parley.analyzer.tcp;

import parley.analyzer.wire.TcpHeader;

/**
 * How a connection was opened and closed, in the words of Zeek's {@code conn.log} (fields {@code conn_state} and
 * {@code history}; base/protocols/conn/main.zeek), and by whom it ended. Where that leaves a case open, the states of
 * the ends follow Zeek's TCPSessionAdapter.
 */
public final class ConnectionState {
    private enum End {
        INACTIVE,
        SYN_SENT,
        SYN_ACK_SENT,
        /** Sends, but its SYN was not seen. */
        PARTIAL,
        ESTABLISHED,
        CLOSED,
        RESET;

        boolean isInactive() {
            return this == INACTIVE || this == PARTIAL;
        }
    }

    /** What is known of one end, by its node. Numbers are as on the wire. */
    private static final class Side {
        private End end = End.INACTIVE;
        private End before = End.INACTIVE;
        private int once;
        private int lastSyn;
        private int lastFin;
        private int lastRst;
        private int gaps;
        private int retransmissions;
        private int zeroWindows;
        private boolean payload;

        void become(End next) {
            if (end != next) {
                before = end;
                end = next;
            }
        }

        boolean isFirst(char letter) {
            int bit = 1 << (letter - 'A');
            boolean first = (once & bit) == 0;
            once |= bit;
            return first;
        }
    }

    /** Letters kept; a connection that resets for ever says no more after so many. */
    private static final int LONGEST_HISTORY = 256;

    private static final int FLAGS = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;

    private final Side[] sides = {new Side(), new Side()};
    private final StringBuilder letters = new StringBuilder();
    private String ended = "";
    private int endedBy;
    private int firstFinNode = -1;
    private int clientNode;

    void see(Segment segment) {
        clientNode = segment.connection().client().node();
        int node = segment.flow().node();
        Side side = sides[node];
        Side peer = sides[1 - node];
        side.payload |= segment.length() > 0;
        writeHistory(segment, node, side, peer);
        advance(segment, side, peer);
        noteEnd(segment, node);
    }

    /** The client is taken for the server from now on, and the other way round. */
    void turn() {
        clientNode = 1 - clientNode;
    }

    /** Octets of the node's direction are missing. */
    void sawGap(int node) {
        writeScaled(++sides[node].gaps, node, 'G');
    }

    private void writeHistory(Segment segment, int node, Side side, Side peer) {
        if ((segment.header().flags() & FLAGS) != 0) {
            writeFlags(segment, node, side);
        } else if (segment.length() > 0) {
            writeOnce(side, node, 'D');
        } else if (segment.isAck()) {
            writeOnce(side, node, 'A');
        }
        // Nothing is to be said of the window of an end whose peer sends no more, nor of a reset's.
        if (segment.header().window() == 0 && !segment.isRst() && peer.end != End.CLOSED && side.end != End.RESET) {
            writeScaled(++side.zeroWindows, node, 'W');
        }
        if (segment.length() > 0 && segment.analysis().isAnyRetransmission()) {
            writeScaled(++side.retransmissions, node, 'T');
        }
    }

    private void writeFlags(Segment segment, int node, Side side) {
        int number = segment.header().sequenceNumber();
        switch (segment.header().flags() & FLAGS) {
            case TcpHeader.SYN -> {
                if (side.isFirst('S') || side.lastSyn != number) {
                    write(node, segment.isAck() ? 'H' : 'S');
                }
                side.lastSyn = number;
            }
            case TcpHeader.FIN -> {
                int end = number + segment.length();
                if (side.isFirst('F') || side.lastFin != end) {
                    write(node, 'F');
                }
                side.lastFin = end;
            }
            case TcpHeader.RST -> {
                if (side.isFirst('R') || side.lastRst != number) {
                    write(node, 'R');
                }
                side.lastRst = number;
            }
            case TcpHeader.FIN | TcpHeader.RST, FLAGS -> writeOnce(side, node, 'I');
            default -> writeOnce(side, node, 'Q');
        }
    }

    private void writeOnce(Side side, int node, char letter) {
        if (side.isFirst(letter)) {
            write(node, letter);
        }
    }

    /** The first time, the tenth, the hundredth and so on. */
    private void writeScaled(int count, int node, char letter) {
        long power = 1;
        while (power < count) {
            power *= 10;
        }
        if (power == count) {
            write(node, letter);
        }
    }

    /** Kept as node 0 speaking in upper case; {@link #history} turns it where node 1 is the client. */
    private void write(int node, char letter) {
        if (letters.length() < LONGEST_HISTORY) {
            letters.append(node == 0 ? letter : Character.toLowerCase(letter));
        }
    }

    private static void advance(Segment segment, Side from, Side to) {
        switch (from.end) {
            case INACTIVE -> begin(segment, from, to);
            case SYN_SENT, SYN_ACK_SENT -> {
                if (segment.isRst()) {
                    from.become(End.RESET);
                } else if (segment.isFin()) {
                    from.become(End.CLOSED);
                }
            }
            case PARTIAL, ESTABLISHED -> goOn(segment, from, to);
            case CLOSED -> {
                // A reset behind both FINs takes nothing back.
                if (segment.isRst() && to.end != End.CLOSED) {
                    from.become(End.RESET);
                }
            }
            case RESET -> {}
        }
    }

    private static void begin(Segment segment, Side from, Side to) {
        if (segment.isSyn()) {
            beginBySyn(segment, from, to);
        }
        if (segment.isRst()) {
            from.become(End.RESET);
        } else if (segment.isFin()) {
            from.become(End.CLOSED);
        } else if (from.end == End.INACTIVE) {
            // Some acknowledge a SYN before they answer it: that alone makes no half of a connection.
            boolean acknowledgesSyn = !segment.isFromClient() && segment.length() == 0 && to.end == End.SYN_SENT;
            if (segment.isAck() && to.end == End.ESTABLISHED) {
                from.become(End.ESTABLISHED);
            } else if (!acknowledgesSyn) {
                from.become(End.PARTIAL);
            }
        }
    }

    private static void beginBySyn(Segment segment, Side from, Side to) {
        if (!segment.isFromClient()) {
            if (to.end == End.SYN_SENT) {
                to.become(End.ESTABLISHED);
            }
            from.become(End.ESTABLISHED);
        } else if (segment.isAck()) {
            from.become(End.SYN_ACK_SENT);
        } else {
            // The SYN-ACK may be captured first.
            from.become(to.end == End.ESTABLISHED ? End.ESTABLISHED : End.SYN_SENT);
        }
    }

    private static void goOn(Segment segment, Side from, Side to) {
        boolean startsAnew = segment.isSyn() && !segment.isAck();
        if (segment.isRst()) {
            from.become(End.RESET);
        } else if (segment.isFin()) {
            from.become(End.CLOSED);
            if (to.end == End.RESET && to.before == End.CLOSED) {
                // It had sent FIN: this is a close, and the reset came of impatience.
                to.become(End.CLOSED);
            }
        } else if (startsAnew && from.end == End.PARTIAL && to.end == End.INACTIVE) {
            from.become(End.SYN_SENT);
        }
    }

    private void noteEnd(Segment segment, int node) {
        if (!ended.isEmpty()) {
            return;
        }
        if (segment.isRst()) {
            ended = "rst ";
            endedBy = node;
        } else if (segment.isFin()) {
            if (firstFinNode < 0) {
                firstFinNode = node;
            } else if (firstFinNode != node) {
                ended = "fin ";
                endedBy = firstFinNode;
            }
        }
    }

    /**
     * {@code fin client} or {@code fin server} where both have sent FIN, by who did first; {@code rst client} or
     * {@code rst server} where one of them reset it before that; empty while open.
     */
    public String ended() {
        return ended.isEmpty() ? "" : ended + (endedBy == clientNode ? "client" : "server");
    }

    /** Zeek's {@code conn_state}: S0, S1, SF, REJ, S2, S3, RSTO, RSTR, RSTOS0, RSTRH, SH, SHR or OTH. */
    public String code() {
        Side client = sides[clientNode];
        Side server = sides[1 - clientNode];
        End originator = client.end;
        End responder = server.end;
        if (responder == End.RESET) {
            boolean nothingSaid = originator == End.RESET && !client.payload && !server.payload;
            if (originator == End.SYN_SENT || originator == End.SYN_ACK_SENT || nothingSaid) {
                return "REJ";
            }
            return originator.isInactive() ? "RSTRH" : "RSTR";
        }
        if (originator == End.RESET) {
            if (!responder.isInactive()) {
                return "RSTO";
            }
            return isSynThenReset() ? "RSTOS0" : "OTH";
        }
        if (originator == End.CLOSED) {
            return responder == End.CLOSED ? "SF" : responder.isInactive() ? "SH" : "S2";
        }
        if (responder == End.CLOSED) {
            return originator.isInactive() ? "SHR" : "S3";
        }
        if (originator == End.SYN_SENT && responder == End.INACTIVE) {
            return "S0";
        }
        return originator == End.ESTABLISHED && responder == End.ESTABLISHED ? "S1" : "OTH";
    }

    /** Zeek's pattern {@code ^?S[^HAFGIQ]*R.*}: the client sent nothing between SYN and RST that speaks of more. */
    private boolean isSynThenReset() {
        String history = history();
        int syn = history.startsWith("^") ? 1 : 0;
        if (!history.startsWith("S", syn)) {
            return false;
        }
        for (int i = syn + 1; i < history.length(); i++) {
            char letter = history.charAt(i);
            if (letter == 'R') {
                return true;
            }
            if ("HAFGIQ".indexOf(letter) >= 0) {
                return false;
            }
        }
        return false;
    }

    /**
     * Zeek's {@code history}, the client's letters in upper case: {@code s} SYN, {@code h} SYN-ACK, {@code a} pure ACK,
     * {@code d} payload, {@code f} FIN, {@code r} RST, {@code i} FIN with RST, {@code q} SYN with FIN or RST; and at
     * the first, tenth, hundredth time {@code t} retransmitted payload, {@code w} zero window, {@code g} octets missing.
     * {@code a}, {@code d}, {@code i} and {@code q} come once for each end; {@code s}, {@code h}, {@code f} and
     * {@code r} again where the number is another than the last. It begins with {@code ^} where the server's packet was captured first.
     */
    public String history() {
        if (clientNode == 0) {
            return letters.toString();
        }
        StringBuilder turned = new StringBuilder(letters.length() + 1).append('^');
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            turned.append(
                    Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
        }
        return turned.toString();
    }
}
