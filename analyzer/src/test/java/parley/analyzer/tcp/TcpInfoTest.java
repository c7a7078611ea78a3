package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import parley.analyzer.wire.TcpHeader;

class TcpInfoTest {
    @Test
    void flagsOfCongestionAreACounterWhereBothSidesAgreedOnIt() {
        SegmentScript script = new SegmentScript();
        Segment syn = script.client(TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR | TcpHeader.AE, 0, 0, 0);
        assertEquals("40000 → 10000 [SYN, ECE, CWR, AE] Seq=0 Win=1000 Len=0", TcpInfo.of(syn));
        script.server(TcpHeader.SYN | TcpHeader.ACK | TcpHeader.CWR, 0, 1, 0);
        assertEquals(
                "40000 → 10000 [ACK, ACE=5] Seq=1 Ack=1 Win=1000 Len=0",
                TcpInfo.of(script.client(TcpHeader.ACK | TcpHeader.ECE | TcpHeader.AE, 1, 1, 0)));
    }

    @Test
    void flagsOfCongestionAreFlagsWhereTheServerDidNotTakeTheCounter() {
        SegmentScript script = new SegmentScript();
        script.client(TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR | TcpHeader.AE, 0, 0, 0);
        script.server(TcpHeader.SYN | TcpHeader.ACK | TcpHeader.ECE, 0, 1, 0);
        assertEquals(
                "40000 → 10000 [ACK, CWR] Seq=1 Ack=1 Win=1000 Len=0",
                TcpInfo.of(script.client(TcpHeader.ACK | TcpHeader.CWR, 1, 1, 0)));
    }
}
