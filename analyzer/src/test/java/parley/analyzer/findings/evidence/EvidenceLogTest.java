package parley.analyzer.findings.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.wire.PacketDecoder;

class EvidenceLogTest {
    private final EvidenceLog log = new EvidenceLog(OptionalLong.empty());
    private final PacketDecoder decoder = new PacketDecoder();
    private final Packet packet = new Packet();
    private long frames;

    @Test
    void framesBeforeAndAfterTheFilterAreCollected() {
        take(snapped());
        take(whole());
        Evidence evidence = log.collect(FrameFilter.SNAPPED);
        take(whole());
        take(snapped());
        assertEquals("1,4", evidence.proof().frames().toString());
        assertEquals("frame.cap_len < frame.len", evidence.proof().filter());
    }

    @Test
    void evidenceThatMayLackForgottenFramesProvesNothing() {
        for (int i = 0; i <= EvidenceLog.REMEMBERED; i++) {
            take(snapped());
        }
        Evidence late = log.collect(FrameFilter.SNAPPED);
        assertFalse(late.isComplete());
        assertEquals(Proof.NONE, late.proof());
        Evidence sinceRemembered = log.collect(FrameFilter.SNAPPED, 2);
        assertTrue(sinceRemembered.isComplete());
        assertEquals(EvidenceLog.REMEMBERED, sinceRemembered.count());
    }

    @Test
    void filterOfNoFrameIsNoProof() {
        take(whole());
        assertEquals(Proof.NONE, log.collect(FrameFilter.SNAPPED).proof());
    }

    @Test
    void findingOfMoreFramesThanAreListedHasTheirCountAsValue() {
        Evidence evidence = log.collect(FrameFilter.SNAPPED);
        for (int i = 0; i < FrameSet.KEPT; i++) {
            take(snapped());
        }
        assertEquals("x", value(evidence));
        take(snapped());
        assertEquals("1001", value(evidence));
    }

    private static String value(Evidence evidence) {
        return evidence.proof()
                .state(FindingKind.PACKETS_SNAPPED, "It is so.", "x")
                .value();
    }

    private static int snapped() {
        return 9;
    }

    private static int whole() {
        return 10;
    }

    private void take(int capturedLength) {
        frames++;
        MemorySegment octets = MemorySegment.ofArray(new byte[10]);
        packet.set(frames, frames, 0, LinkType.RAW, octets, 0, capturedLength, 10);
        log.packet(decoder.decode(packet), null);
    }
}
