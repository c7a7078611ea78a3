package parley.analyzer.os;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;

/** The interface that a machine talks to itself through. */
public final class LoopbackInterface {
    private LoopbackInterface() {}

    /**
     * Its name for {@link CaptureOptions}, found by what it is. Loads nothing native, but for libpcap on Windows, whose
     * own loopback interface is not the one that Npcap brings.
     *
     * @throws IOException if this machine has none
     */
    public static String name() throws IOException {
        if (Npcap.isThisSystems()) {
            return Device.loopback()
                    .orElseThrow(
                            () -> new IOException(
                                    "there is no loopback device: install Npcap with loopback support, or name a device with -i"));
        }
        for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (candidate.isLoopback()) {
                return candidate.getName();
            }
        }
        throw new IOException("this machine has no loopback interface that is up; name one with -i");
    }

    /** Whether an interface of that name exists, is loopback and is known to Java. */
    public static boolean isNamed(String name) {
        try {
            NetworkInterface named = NetworkInterface.getByName(name);
            return named != null && named.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
