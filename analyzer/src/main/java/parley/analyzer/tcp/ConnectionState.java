package parley.analyzer.tcp;

import parley.analyzer.wire.TcpHeader;

/**
 * How a connection was opened and closed, in the words of Zeek's {@code conn.log} (fields {@code conn_state} and
 * {@code history}; base/protocols/conn/main.zeek), and by whom it ended.
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

    /** What is known of one end, by its node. */
    private static final class Side {
        private End end = End.INACTIVE;
        private int once;
        private long payload;
        private long lastSyn = -1;
        private long lastFin = -1;
        private long lastRst = -1;
        private long gaps;
        private long retransmissions;
        private long zeroWindows;
    }

    /** Letters kept; a connection that resets for ever says no more after so many. */
    private static final int LONGEST_HISTORY = 256;

    private static final int FLAGS = TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST;

    private final Side[] sides = {new Side(), new Side()};
    private final StringBuilder letters = new StringBuilder();
    private String ended = "";
    private int firstFinNode = -1;
    private int clientNode;

    void see(Segment segment) {
        clientNode = segment.connection().client().node();
        int node = segment.flow().node();
        Side side = sides[node];
        side.payload += segment.length();
        writeHistory(segment, side, node);
        advance(segment, side, sides[1 - node]);
        noteEnd(segment, node);
    }

    /** Octets of the node's direction are missing. */
    void sawGap(int node) {
        writeScaled(++sides[node].gaps, node, 'G');
    }

    private void writeHistory(Segment segment, Side side, int node) {
        switch (segment.header().flags() & FLAGS) {
            case 0 -> {
                if (segment.length() > 0) {
                    writeOnce(side, node, 'D');
                } else if (segment.isAck()) {
                    writeOnce(side, node, 'A');
                }
            }
            case TcpHeader.SYN -> {
                if (side.lastSyn != segment.sequence()) {
                    side.lastSyn = segment.sequence();
                    write(node, segment.isAck() ? 'H' : 'S');
                }
            }
            case TcpHeader.FIN -> {
                long end = segment.sequence() + segment.length();
                if (side.lastFin != end) {
                    side.lastFin = end;
                    write(node, 'F');
                }
            }
            case TcpHeader.RST -> {
                if (side.lastRst != segment.sequence()) {
                    side.lastRst = segment.sequence();
                    write(node, 'R');
                }
            }
            case TcpHeader.FIN | TcpHeader.RST -> writeOnce(side, node, 'I');
            default -> writeOnce(side, node, 'Q');
        }
        if (segment.length() > 0 && segment.analysis().isAnyRetransmission()) {
            writeScaled(++side.retransmissions, node, 'T');
        }
        if (segment.analysis().isZeroWindow()) {
            writeScaled(++side.zeroWindows, node, 'W');
        }
    }

    private void writeOnce(Side side, int node, char letter) {
        int bit = 1 << (letter - 'A');
        if ((side.once & bit) == 0) {
            side.once |= bit;
            write(node, letter);
        }
    }

    /** The first time, the tenth, the hundredth and so on. */
    private void writeScaled(long count, int node, char letter) {
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
        if (from.end == End.RESET) {
            return;
        }
        if (segment.isRst()) {
            from.end = End.RESET;
        } else if (segment.isSyn()) {
            advanceBySyn(segment, from, to);
        } else {
            advanceInside(segment, from, to);
        }
    }

    private static void advanceBySyn(Segment segment, Side from, Side to) {
        if (!segment.isAck()) {
            from.end = from.end.isInactive() ? End.SYN_SENT : from.end;
        } else if (to.end == End.SYN_SENT || to.end == End.ESTABLISHED) {
            to.end = End.ESTABLISHED;
            from.end = End.ESTABLISHED;
        } else if (from.end.isInactive()) {
            from.end = End.SYN_ACK_SENT;
        }
    }

    private static void advanceInside(Segment segment, Side from, Side to) {
        if (segment.isFin()) {
            from.end = End.CLOSED;
        } else if (from.end == End.INACTIVE) {
            from.end = End.PARTIAL;
        } else if (segment.isAck() && (from.end == End.SYN_ACK_SENT || from.end == End.SYN_SENT)) {
            from.end = to.end == End.INACTIVE ? from.end : End.ESTABLISHED;
        }
    }

    private void noteEnd(Segment segment, int node) {
        if (!ended.isEmpty()) {
            return;
        }
        if (segment.isRst()) {
            ended = "rst " + who(segment.connection(), node);
        } else if (segment.isFin()) {
            if (firstFinNode < 0) {
                firstFinNode = node;
            } else if (firstFinNode != node) {
                ended = "fin " + who(segment.connection(), firstFinNode);
            }
        }
    }

    private static String who(Connection connection, int node) {
        return connection.client().node() == node ? "client" : "server";
    }

    /**
     * {@code fin client} or {@code fin server} where both have sent FIN, by who did first; {@code rst client} or
     * {@code rst server} where one of them reset it before that; empty while open.
     */
    public String ended() {
        return ended;
    }

    /** Zeek's {@code conn_state}: S0, S1, SF, REJ, S2, S3, RSTO, RSTR, RSTOS0, RSTRH, SH, SHR or OTH. */
    public String code() {
        Side client = sides[clientNode];
        Side server = sides[1 - clientNode];
        End originator = client.end;
        End responder = server.end;
        if (responder == End.RESET) {
            boolean nothingSaid = originator == End.RESET && client.payload == 0 && server.payload == 0;
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
     * It begins with {@code ^} where the server's packet was captured first.
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
