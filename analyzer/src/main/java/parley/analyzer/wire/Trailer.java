package parley.analyzer.wire;

import parley.analyzer.capture.Packet;

/**
 * What follows the IP packet in an Ethernet frame, padding and a frame check sequence, as far as Wireshark 4.0 looks for
 * it (packet-eth.c, add_ethernet_trailer): where that was cut off, it says so of the packet. Pointed anew at each frame.
 */
final class Trailer {
    private static final int LEAST_FRAME = 60;
    private static final int LEAST_FRAME_WITH_CHECK = 64;
    private static final int CHECK = 4;

    private boolean inEthernet;
    private boolean tagged;
    private boolean labelled;
    private boolean hidden;
    private boolean settled;
    private int end;

    void begin(boolean isEthernet) {
        inEthernet = isEthernet;
        tagged = false;
        labelled = false;
        hidden = false;
        settled = false;
        end = -1;
    }

    /** IP begins: what comes now is in it. */
    void settle() {
        settled = true;
    }

    /** Another link holds an Ethernet frame. */
    void noteEthernet() {
        inEthernet |= !settled;
    }

    /** Behind a tag, or another header that leads to an EtherType, no frame check sequence is looked for. */
    void noteTag() {
        tagged |= !settled;
    }

    /** Behind labels a packet that Wireshark gives up in has no end. */
    void noteLabels() {
        labelled |= !settled;
    }

    /** PPPoE hides from Ethernet where the packet ends. */
    void notePpp() {
        hidden |= !settled;
    }

    /** The frame says its own length. */
    void noteEnd(int at) {
        end = settled ? end : at;
    }

    /**
     * Whether the frame was cut within what is looked for.
     *
     * @param ipEnd where the packet ends in the frame
     * @param gaveUp whether Wireshark gives up in the packet
     */
    boolean isCut(Packet packet, int ipEnd, boolean gaveUp) {
        int captured = packet.capturedLength();
        int original = packet.originalLength();
        if (!inEthernet || hidden || captured == original || (labelled && gaveUp && end < 0)) {
            return false;
        }
        int from = end < 0 ? ipEnd : end;
        if (captured < from) {
            return end >= 0;
        }
        return (captured > from || end >= 0) && isCut(packet, from);
    }

    private boolean isCut(Packet packet, int from) {
        int captured = packet.capturedLength();
        int original = packet.originalLength();
        int at = from;
        if (original >= LEAST_FRAME && from < LEAST_FRAME) {
            while (at < LEAST_FRAME && at < captured && Octets.u8(packet.data(), packet.offset() + at) == 0) {
                at++;
            }
            if (at < LEAST_FRAME && at == captured) {
                return true;
            }
            at = at < LEAST_FRAME ? from : at;
        }
        return !tagged && original >= LEAST_FRAME_WITH_CHECK && original - at >= CHECK;
    }
}
