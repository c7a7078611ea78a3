package parley.analyzer.os;

import jnr.posix.POSIXFactory;

/** What the user who runs this process is allowed. */
public final class Privileges {
    private Privileges() {}

    /** Whether the effective user is the superuser; always false on Windows, which has none. */
    public static boolean isRoot() {
        return !Npcap.isThisSystems() && POSIXFactory.getNativePOSIX().geteuid() == 0;
    }
}
