package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;

/**
 * Data frames of IEEE 802.11 (IEEE 802.11-2020 9.3.2) and the headers that radios put before them: radiotap, Prism and
 * AVS. Encrypted frames and fragments are left.
 */
final class Wlan {
    private static final int RADIOTAP_LEAST = 8;
    private static final int RADIOTAP_TSFT = 0x01;
    private static final int RADIOTAP_FLAGS = 0x02;
    private static final int RADIOTAP_PADDED = 0x20;

    private static final int PRISM_LENGTH = 144;
    private static final int AVS_LEAST = 8;
    /** With the version in the lower 12 bits. */
    private static final int AVS_MAGIC = 0x8021_1000;

    private static final int HEADER_LENGTH = 24;
    private static final int ADDRESS_LENGTH = 6;
    private static final int QOS_LENGTH = 2;
    private static final int HT_CONTROL_LENGTH = 4;

    private static final int VERSION = 0x03;
    private static final int TYPE = 0x0c;
    private static final int DATA = 0x08;
    private static final int WITHOUT_DATA = 0x40;
    private static final int QOS = 0x80;

    private static final int BETWEEN_ACCESS_POINTS = 0x03;
    private static final int MORE_FRAGMENTS = 0x04;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;

    private static final int AGGREGATE = 0x80;
    private static final int MESH_CONTROL = 0x01;
    private static final int MESH_LENGTH = 6;
    private static final int MESH_ADDRESSES = 0x03;

    private static final int SUBFRAME_LENGTH = 14;

    private Wlan() {}

    static @Nullable Fault radiotap(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, RADIOTAP_LEAST, "radiotap");
        if (fault != null) {
            return fault;
        }
        int length = rest.u16le(2);
        boolean padded = length <= rest.captured() && (radiotapFlags(rest, length) & RADIOTAP_PADDED) != 0;
        fault = rest.passSized(length, RADIOTAP_LEAST, "radiotap.length");
        return fault == null ? frame(rest, padded) : fault;
    }

    /** The fields stand in the order of their bits, each aligned to its own length, after all words of bits. */
    private static int radiotapFlags(Remainder rest, int length) {
        int present = rest.u32le(4);
        int at = RADIOTAP_LEAST;
        for (int word = present; word < 0 && at + 4 <= length; at += 4) {
            word = rest.u32le(at);
        }
        if ((present & RADIOTAP_TSFT) != 0) {
            at = (at + 7 & ~7) + 8;
        }
        return (present & RADIOTAP_FLAGS) != 0 && at < length ? rest.u8(at) : 0;
    }

    /** An AVS header may stand in the place of Prism's. */
    static @Nullable Fault prism(Remainder rest) {
        if (rest.captured() >= 4 && (rest.u32(0) & ~0xfff) == AVS_MAGIC) {
            return avs(rest);
        }
        Fault fault = rest.truncated(Layer.LINK, PRISM_LENGTH, "prism");
        if (fault != null) {
            return fault;
        }
        rest.pass(PRISM_LENGTH);
        return frame(rest, false);
    }

    static @Nullable Fault avs(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, AVS_LEAST, "wlancap");
        fault = fault == null ? rest.passSized(rest.u32(4), AVS_LEAST, "wlancap.length") : fault;
        return fault == null ? frame(rest, false) : fault;
    }

    /**
     * Passes over the frame's header, up to an EtherType.
     *
     * @param padded whether the header is filled up to a multiple of four octets
     */
    static @Nullable Fault frame(Remainder rest, boolean padded) {
        Fault fault = rest.truncated(Layer.LINK, 2, "wlan");
        if (fault != null) {
            return fault;
        }
        int control = rest.u8(0);
        int flags = rest.u8(1);
        if ((control & VERSION) != 0 || (control & TYPE) != DATA || (control & WITHOUT_DATA) != 0) {
            rest.leave(Carried.Kind.WLAN_CONTROL, 0);
            return null;
        }
        boolean hasQos = (control & QOS) != 0;
        boolean hasFourth = (flags & BETWEEN_ACCESS_POINTS) == BETWEEN_ACCESS_POINTS;
        int qosAt = HEADER_LENGTH + (hasFourth ? ADDRESS_LENGTH : 0);
        int length = qosAt + (hasQos ? QOS_LENGTH : 0);
        length += hasQos && (flags & ORDER) != 0 ? HT_CONTROL_LENGTH : 0;
        length = padded ? length + 3 & ~3 : length;
        fault = rest.truncated(Layer.LINK, length, "wlan");
        if (fault != null) {
            return fault;
        }
        boolean isFragment = (flags & MORE_FRAGMENTS) != 0 || (rest.u8(22) & 0x0f) != 0;
        boolean isAggregate = hasQos && (rest.u8(qosAt) & AGGREGATE) != 0;
        boolean mayBeMesh = hasQos && hasFourth && (rest.u8(qosAt + 1) & MESH_CONTROL) != 0;
        rest.pass(length);
        if ((flags & PROTECTED) != 0) {
            rest.leave(Carried.Kind.WLAN_ENCRYPTED, 0);
        } else if (isFragment) {
            rest.leave(Carried.Kind.WLAN_FRAGMENT, 0);
        } else if (isAggregate) {
            deaggregate(rest);
        } else {
            if (mayBeMesh) {
                passMeshControl(rest);
            }
            Shims.llc(rest);
        }
        return null;
    }

    /** The same bit has another meaning outside of a mesh, so the flags have to make sense, as for Wireshark. */
    private static void passMeshControl(Remainder rest) {
        int flags = rest.captured() < MESH_LENGTH ? -1 : rest.u8(0);
        if ((flags & ~MESH_ADDRESSES) == 0 && flags != MESH_ADDRESSES) {
            int length = MESH_LENGTH + flags * ADDRESS_LENGTH;
            rest.pass(Math.min(length, rest.captured()));
        }
    }

    /** An A-MSDU: goes into the first subframe with IP, each beginning at a multiple of four octets. */
    private static void deaggregate(Remainder rest) {
        boolean found = false;
        while (!found && rest.captured() >= SUBFRAME_LENGTH) {
            int length = rest.u16(12);
            int whole = SUBFRAME_LENGTH + length;
            int next = whole + 3 & ~3;
            found = rest.captured() >= SUBFRAME_LENGTH + Shims.SNAP_LENGTH
                    && Shims.isSnapOfIp(rest, SUBFRAME_LENGTH)
                    && length >= Shims.SNAP_LENGTH;
            if (found) {
                if (rest.original() >= next + SUBFRAME_LENGTH) {
                    rest.setAggregated();
                }
                rest.pass(SUBFRAME_LENGTH);
                rest.limit(length);
                Shims.llc(rest);
            } else {
                rest.pass(Math.min(next, rest.captured()));
            }
        }
    }
}
