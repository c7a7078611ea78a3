package parley.analyzer.replay.packets;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import parley.analyzer.capture.Packet;
import parley.analyzer.os.Injection;

/** Frames as they are made and rewritten, without an interface. */
final class Frames {
    static final MacAddress FROM = MacAddress.parse("02:00:00:00:00:01");
    static final MacAddress TO = MacAddress.parse("02:00:00:00:00:02");
    static final FrameOptions AS_CAPTURED = options(FrameOptions.VLAN_AS_CAPTURED, FrameOptions.Snapped.SKIP);

    private Frames() {}

    static FrameOptions options(int vlan, FrameOptions.Snapped snapped) {
        return new FrameOptions(vlan, snapped, FROM, TO);
    }

    /** A packet in memory. */
    static Packet packet(int linkType, byte[] octets, int originalLength) {
        Packet packet = new Packet();
        packet.set(1, 0, 0, linkType, MemorySegment.ofArray(octets), 0, octets.length, originalLength);
        return packet;
    }

    /** What it becomes on an interface of a link type. */
    static byte[] made(int linkType, byte[] octets, int target, FrameOptions options) throws IOException {
        return made(packet(linkType, octets, octets.length), target, options);
    }

    static byte[] made(Packet packet, int target, FrameOptions options) throws IOException {
        MemorySegment out = Arena.ofAuto().allocate(Injection.LARGEST_FRAME);
        FrameMaker maker = new FrameMaker(target, options);
        int length = maker.make(packet, out);
        if (length == FrameMaker.REFUSED) {
            throw new IOException(maker.refusal());
        }
        return out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** A frame rewritten. */
    static byte[] rewritten(Rewriting rewriting, int linkType, byte[] octets) {
        MemorySegment memory = MemorySegment.ofArray(octets.clone());
        new FrameRewriter(rewriting, linkType).rewrite(memory, octets.length);
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }
}
