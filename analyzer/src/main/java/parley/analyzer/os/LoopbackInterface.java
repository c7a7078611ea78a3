package parley.analyzer.os;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.Collections;

/** The interface that a machine talks to itself through. */
public final class LoopbackInterface {
    private LoopbackInterface() {}

    /**
     * Its name for {@link CaptureOptions}, found by what it is. Loads nothing native.
     *
     * @throws IOException if this machine has none
     */
    public static String name() throws IOException {
        if (Npcap.isThisSystems()) {
            return Npcap.LOOPBACK_DEVICE;
        }
        for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (candidate.isLoopback()) {
                return candidate.getName();
            }
        }
        throw new IOException("this machine has no loopback interface that is up; name one with -i");
    }
}
