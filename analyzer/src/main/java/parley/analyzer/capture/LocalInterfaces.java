package parley.analyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;
import parley.analyzer.capture.LocalInterface.Obstacle;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCapture;
import parley.analyzer.os.LiveCaptureException;
import parley.analyzer.os.Npcap;

/** Finds what this machine can capture: pcap4j lists the interfaces, opening each shows whether this user may. */
public final class LocalInterfaces {
    private static final int PROBE_SNAP_LENGTH = 64;
    private static final int PROBE_BUFFER_OCTETS = 1 << 20;

    /** Where JNA, and with it pcap4j, looks for libraries first. */
    private static final String JNA_LIBRARY_PATH = "jna.library.path";

    private LocalInterfaces() {}

    /**
     * All interfaces, in libpcap's order: the likeliest first.
     *
     * @throws IOException if libpcap is missing or lists nothing; the message is one line that says what to do
     */
    public static List<LocalInterface> list() throws IOException {
        LiveCapture.requireLibrary();
        if (Npcap.isThisSystems() && System.getProperty(JNA_LIBRARY_PATH) == null) {
            System.setProperty(JNA_LIBRARY_PATH, Npcap.directory().toString());
        }
        List<LocalInterface> interfaces = new ArrayList<>();
        try {
            for (PcapNetworkInterface listed : Pcaps.findAllDevs()) {
                interfaces.add(probe(listed));
            }
        } catch (PcapNativeException e) {
            throw new IOException("libpcap cannot list the interfaces: " + e.getMessage(), e);
        }
        return interfaces;
    }

    private static LocalInterface probe(PcapNetworkInterface listed) {
        Integer linkType = null;
        String linkName = null;
        Obstacle obstacle = null;
        CaptureOptions options = new CaptureOptions(
                listed.getName(), null, PROBE_SNAP_LENGTH, PROBE_BUFFER_OCTETS, /* promiscuous= */ false);
        try (LiveCapture capture = LiveCapture.open(options)) {
            linkType = capture.linkType();
            linkName = LinkType.decodedName(linkType).or(capture::linkTypeName).orElse(LinkType.name(linkType));
        } catch (LiveCaptureException e) {
            obstacle = new Obstacle(String.valueOf(e.getMessage()), e.reason());
        }
        return new LocalInterface(
                listed.getName(),
                listed.getDescription(),
                listed.getAddresses().stream().map(PcapAddress::getAddress).toList(),
                listed.isLoopBack(),
                listed.isUp(),
                linkType,
                linkName,
                obstacle);
    }
}
