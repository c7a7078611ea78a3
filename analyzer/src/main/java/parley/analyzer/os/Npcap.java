package parley.analyzer.os;

import java.nio.file.Path;
import jnr.ffi.Platform;

/** The libpcap of Windows. */
public final class Npcap {
    private Npcap() {}

    /** Whether this system is Windows. */
    public static boolean isThisSystems() {
        return Platform.getNativePlatform().getOS() == Platform.OS.WINDOWS;
    }

    /** Where its libraries are: outside the search path, unless it was installed as a stand-in for WinPcap. */
    public static Path directory() {
        String root = System.getenv("SystemRoot");
        return Path.of(root == null ? "C:\\Windows" : root, "System32", "Npcap");
    }
}
