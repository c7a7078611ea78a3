package parley.analyzer.replay.packets;

/**
 * What becomes of packets on their way to the interface.
 *
 * @param vlan the VLAN that every frame gets, 0 to 4095, {@link #NO_VLAN} or {@link #VLAN_AS_CAPTURED}
 * @param snapped what becomes of packets of which not everything was captured
 * @param madeSource the sender's hardware address where the capture has none and the interface needs one
 * @param madeDestination the receiver's, likewise, of what is for one receiver
 */
public record FrameOptions(int vlan, Snapped snapped, MacAddress madeSource, MacAddress madeDestination) {
    /** Tags are taken away. */
    public static final int NO_VLAN = -1;

    /** Tags stay, or are not there. */
    public static final int VLAN_AS_CAPTURED = -2;

    private static final int LARGEST_VLAN = 4095;

    /** What becomes of a packet of which not everything was captured. */
    public enum Snapped {
        /** It is not sent: nothing like it was ever on a wire. */
        SKIP,
        /** Zeros take the place of what is missing. Checksums stay, and no receiver takes them for right. */
        PAD,
        /** What was captured is sent, shorter than its headers say. */
        CUT
    }

    /** @throws IllegalArgumentException if there is no such VLAN; the message says so */
    public FrameOptions {
        if (vlan < VLAN_AS_CAPTURED || vlan > LARGEST_VLAN) {
            throw new IllegalArgumentException("a VLAN is 0 to " + LARGEST_VLAN + ", not " + vlan);
        }
    }
}
