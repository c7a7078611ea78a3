package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parley.analyzer.tcp.SegmentScript.ACK;
import static parley.analyzer.tcp.SegmentScript.FIN;
import static parley.analyzer.tcp.SegmentScript.RST;
import static parley.analyzer.tcp.SegmentScript.SYN;

import org.junit.jupiter.api.Test;

/** Expected values follow Zeek's conn.log of the same scenarios. */
class ConnectionStateTest {
    private final SegmentScript script = new SegmentScript();

    private static void assertState(Segment last, String code, String history, String ended) {
        ConnectionState state = last.connection().state();
        assertEquals(code, state.code());
        assertEquals(history, state.history());
        assertEquals(ended, state.ended());
    }

    @Test
    void synWithoutReply() {
        assertState(script.client(SYN, 0, 0, 0), "S0", "S", "");
    }

    @Test
    void synSentAgainIsOneLetter() {
        script.client(SYN, 0, 0, 0);
        assertState(script.client(SYN, 0, 0, 0), "S0", "S", "");
    }

    @Test
    void synAnsweredByReset() {
        script.client(SYN, 0, 0, 0);
        assertState(script.server(RST | ACK, 0, 1, 0), "REJ", "Sr", "rst server");
    }

    @Test
    void synThenReset() {
        script.client(SYN, 0, 0, 0);
        assertState(script.client(RST, 1, 0, 0), "RSTOS0", "SR", "rst client");
    }

    @Test
    void synThenFinThenReset() {
        script.client(SYN, 0, 0, 0);
        script.server(ACK, 0, 1, 0);
        script.client(FIN, 1, 0, 0);
        assertState(script.client(RST, 2, 0, 0), "OTH", "SaFR", "rst client");
    }

    @Test
    void resetAlone() {
        assertState(script.client(RST, 1, 0, 0), "OTH", "R", "rst client");
    }

    @Test
    void established() {
        script.handshake();
        script.client(ACK, 1, 1, 4);
        assertState(script.server(ACK, 1, 5, 0), "S1", "ShADa", "");
    }

    @Test
    void closedByTheServerFirst() {
        script.handshake();
        script.server(FIN | ACK, 1, 1, 0);
        script.client(ACK, 1, 2, 0);
        assertState(script.client(FIN | ACK, 1, 2, 0), "SF", "ShAfF", "fin server");
    }

    @Test
    void closedByTheClientAlone() {
        script.handshake();
        assertState(script.client(FIN | ACK, 1, 1, 0), "S2", "ShAF", "");
    }

    @Test
    void closedByTheServerAlone() {
        script.handshake();
        assertState(script.server(FIN | ACK, 1, 1, 0), "S3", "ShAf", "");
    }

    @Test
    void resetByTheClientAfterTheServersFin() {
        script.handshake();
        script.server(FIN | ACK, 1, 1, 0);
        assertState(script.client(RST, 1, 0, 0), "RSTO", "ShAfR", "rst client");
    }

    @Test
    void resetByTheServer() {
        script.handshake();
        assertState(script.server(RST | ACK, 1, 1, 0), "RSTR", "ShAr", "rst server");
    }

    @Test
    void synAckBeforeAllElse() {
        assertState(script.server(SYN | ACK, 0, 1, 0), "OTH", "^h", "");
    }

    @Test
    void synAckThenReset() {
        script.server(SYN | ACK, 0, 1, 0);
        assertState(script.server(RST, 1, 0, 0), "RSTRH", "^hr", "rst server");
    }

    @Test
    void midstreamTrafficOfTheLowerPortFirst() {
        script.server(ACK, 1, 1, 4);
        assertState(script.client(ACK, 1, 5, 0), "OTH", "^dA", "");
    }

    @Test
    void retransmissionsAreSaidAtTheFirstAndTheTenth() {
        script.handshake();
        Segment last = script.client(ACK, 1, 1, 4);
        for (int i = 0; i < 10; i++) {
            last = script.after(1_000_000_000).client(ACK, 1, 1, 4);
        }
        assertState(last, "S1", "ShADTT", "");
    }
}
