package parley.analyzer.findings.transport;

import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Handshake;

/**
 * Where the capture was made: near the end that answers the handshake in next to no time, where the other one needs the
 * way there and back.
 */
final class CapturePoint {
    /** How many times longer the far end takes. */
    private static final int FACTOR = 8;

    private static final long LEAST_WAY_NANOS = 1_000_000;

    /** The least and the most that one of the ends takes to answer. */
    private static final class Times {
        private long least = Long.MAX_VALUE;
        private long most;

        void add(long nanos) {
            least = Math.min(least, nanos);
            most = Math.max(most, nanos);
        }

        @Override
        public String toString() {
            return least == most ? Words.duration(least) : Words.duration(least) + " to " + Words.duration(most);
        }
    }

    private final Times server = new Times();
    private final Times client = new Times();
    private long handshakes;
    private long atServer;
    private long atClient;

    void add(Handshake handshake) {
        long toServer = handshake.toServerNanos();
        long toClient = handshake.toClientNanos();
        handshakes++;
        server.add(toServer);
        client.add(toClient);
        atServer += isNear(toServer, toClient) ? 1 : 0;
        atClient += isNear(toClient, toServer) ? 1 : 0;
    }

    private static boolean isNear(long near, long far) {
        return near >= 0 && far >= LEAST_WAY_NANOS && near * FACTOR <= far;
    }

    /** {@code server} or {@code client}; empty where the handshakes do not tell. */
    String end() {
        if (2 * atServer > handshakes && atClient == 0) {
            return "server";
        }
        return 2 * atClient > handshakes && atServer == 0 ? "client" : "";
    }

    String statement() {
        return "The capture was made near the " + end() + ": after a SYN the SYN-ACK comes in " + server
                + ", after that the ACK in " + client
                + ". What is lost on its way here is missing until it is sent again;"
                + " what is lost after it is here, and then once more.";
    }
}
