package parley.analyzer.os;

import jnr.ffi.Platform;

/** libpcap's DLT_ numbers differ from system to system; the LINKTYPE_ numbers of files do not. */
final class DataLinks {
    private static final int DLT_USER2 = 149;

    private DataLinks() {}

    /** The LINKTYPE_ number of what {@code pcap_datalink} answered, by the map in libpcap's pcap-common.c. */
    static int toLinkType(int dlt, Platform.OS os) {
        return switch (dlt) {
            case 11 -> 100; // ATM_RFC1483
            case 12, 14 -> 101; // RAW, and RAW of OpenBSD
            case 15 -> 102; // SLIP_BSDOS
            case 16 -> 103; // PPP_BSDOS
            case 18 -> 246; // PFSYNC
            case 19 -> 106; // ATM_CLIP
            case DLT_USER2 -> os == Platform.OS.DARWIN ? 258 : DLT_USER2; // macOS: PKTAP
            default -> dlt;
        };
    }
}
