package parley.analyzer.findings.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.Quoting;

class FrameFilterTest {
    private static final Set<Quoting> QUOTING = EnumSet.of(Quoting.ICMP, Quoting.SFLOW);

    @Test
    void bracketsStandWhereTheyAreNeeded() {
        FrameFilter syn = Field.SYN.is(1);
        FrameFilter data = Field.LENGTH.isAbove(0);
        FrameFilter port = Field.SOURCE_PORT.is(10000);
        assertEquals(
                "tcp.flags.syn==1 && tcp.len>0 && tcp.srcport==10000",
                syn.and(data).and(port).toString());
        assertEquals(
                "tcp.flags.syn==1 || tcp.len>0 || tcp.srcport==10000",
                syn.or(data).or(port).toString());
        assertEquals(
                "(tcp.flags.syn==1 || tcp.len>0) && tcp.srcport==10000",
                syn.or(data).and(port).toString());
        assertEquals(
                "tcp.srcport==10000 || (tcp.flags.syn==1 && tcp.len>0)",
                port.or(syn.and(data)).toString());
    }

    @Test
    void streamsThatFollowOneAnotherAreARange() {
        assertEquals(
                "tcp.stream==5 && tcp.len>0",
                FrameFilter.streams(5).and(Field.LENGTH.isAbove(0)).toString());
        assertEquals(
                "tcp.stream in {0..3,7,9..10}",
                FrameFilter.streams(9, 0, 1, 2, 3, 7, 10).toString());
    }

    @Test
    void oneStreamIsKnownThroughWhatIsJoined() {
        FrameFilter ofThree = Field.STREAM.is(3).and(Field.SYN.is(1));
        assertEquals(3, ofThree.stream());
        assertEquals(3, ofThree.or(Field.STREAM.is(3)).stream());
        assertEquals(FrameFilter.ANY_STREAM, ofThree.or(Field.STREAM.is(4)).stream());
        assertEquals(FrameFilter.ANY_STREAM, ofThree.or(Field.SYN.is(1)).stream());
    }

    @Test
    void octetsAreCarriedByWhateverSegmentOverlapsThem() {
        FrameFilter filter = FrameFilter.octets(0, 10000, 21, 33, 0);
        assertTrue(filter.matches(segment(21, 12)));
        assertTrue(filter.matches(segment(1, 32)));
        assertTrue(filter.matches(segment(32, 100)));
        assertFalse(filter.matches(segment(1, 20)));
        assertFalse(filter.matches(segment(33, 5)));
        assertFalse(filter.matches(segment(25, 0)));
    }

    @Test
    void frameWithoutTheFieldMeetsNoComparison() {
        Frame noTcp = new Frame();
        assertFalse(Field.LENGTH.is(0).matches(noTcp));
        assertFalse(Field.IP_VERSION.is(4).matches(noTcp));
        assertFalse(FrameFilter.source(new IpAddress(4, 0, 0)).matches(noTcp));
    }

    @Test
    void packetsThatQuoteOthersAreLeftOut() {
        assertEquals(
                "tcp.len==4 && !icmp && !sflow",
                Field.LENGTH.is(4).besides(QUOTING, false).toString());
        assertEquals(
                "(tcp.len==4 || tcp.len==5) && !icmp && !sflow",
                Field.LENGTH
                        .is(4)
                        .or(Field.LENGTH.is(5))
                        .besides(QUOTING, false)
                        .toString());
        assertEquals(
                "frame.cap_len < frame.len",
                FrameFilter.SNAPPED.besides(QUOTING, false).toString());
    }

    private static Frame segment(long sequence, int length) {
        Frame frame = new Frame();
        frame.traits = Frame.TCP | (length > 0 ? Frame.DATA : 0);
        frame.sourcePort = 10000;
        frame.sequence = sequence;
        frame.length = length;
        frame.nextSequence = sequence + length;
        return frame;
    }
}
