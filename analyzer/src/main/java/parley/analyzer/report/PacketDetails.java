package parley.analyzer.report;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpSelector;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.FileDetails;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.Fault;
import parley.analyzer.wire.LinkHeader;

/** One packet with every layer and field, and its octets. pcap4j words the layers. */
public final class PacketDetails implements AnalysisListener {
    private final PrintWriter out;
    private final long number;
    private final PacketSource source;
    private CaptureTime time = CaptureTime.NONE;
    private boolean shown;

    /**
     * Shows a packet of a source.
     *
     * @param number of its frame
     */
    public PacketDetails(PrintWriter out, long number, PacketSource source) {
        this.out = out;
        this.number = number;
        this.source = source;
    }

    @Override
    public void started(long firstNanos, int timestampDigits) {
        time = new CaptureTime(firstNanos, timestampDigits);
    }

    @Override
    public void finer(int timestampDigits) {
        time = time.finer(timestampDigits);
    }

    @Override
    public void packet(DecodedPacket decoded, @Nullable Segment segment) {
        if (decoded.packet().number() != number) {
            return;
        }
        shown = true;
        frame(decoded.packet());
        byte[] octets = decoded.packet().bytes();
        layers(decoded, octets);
        names(decoded);
        if (segment != null) {
            connection(segment);
        }
        Fault fault = decoded.fault();
        if (fault != null) {
            out.printf(
                    "[Malformed]%n  %s at byte %d needs %d, there is %d (%s)%n",
                    fault.layer(), fault.offset(), fault.needed(), fault.actual(), fault.claimedBy());
        }
        out.printf("[Octets]%n%s", HexDump.of(octets, octets.length, 0));
    }

    /** Whether the frame was there. */
    public boolean isShown() {
        return shown;
    }

    private void frame(Packet packet) {
        CaptureInterface on = source.interfaces().get(packet.interfaceId());
        long nanos = packet.timestampNanos();
        out.printf("[Frame %d]%n", packet.number());
        out.printf(
                "  Arrival time: %s (%s s since the first packet)%n",
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)),
                time.at(nanos));
        out.printf("  Length: %d bytes on the wire, %d captured%n", packet.originalLength(), packet.capturedLength());
        String name = on.name();
        out.printf(
                "  Interface: %d%s%n",
                packet.interfaceId(), name == null ? "" : " (" + MessageText.visible(name) + ")");
        out.printf("  Link type: %d (%s)%n", packet.linkType(), LinkType.name(packet.linkType()));
        String comment = packet.comment();
        if (comment != null) {
            out.printf("  Comment: %s%n", MessageText.visible(comment));
        }
    }

    private void layers(DecodedPacket decoded, byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        try {
            if (decoded.packet().linkType() == LinkType.ETHERNET) {
                show(EthernetPacket.newPacket(octets, 0, octets.length));
                return;
            }
            LinkHeader link = decoded.link();
            if (link.length() > 0) {
                out.printf("[%s header (%d bytes)]%n", LinkType.name(link.linkType()), link.length());
                if (!link.source().isEmpty()) {
                    out.printf("  Source address: %s%n", link.source());
                }
                out.printf("  Carries: EtherType 0x%04x%n", link.etherType() & 0xffff);
            }
            int start = decoded.networkStart();
            if (start >= 0) {
                show(IpSelector.newPacket(octets, start, octets.length - start));
            }
        } catch (IllegalRawDataException | IllegalArgumentException broken) {
            notShown("Layers", broken);
        }
    }

    private void show(org.pcap4j.packet.Packet layers) {
        for (org.pcap4j.packet.Packet layer : layers) {
            try {
                show(
                        layer.getHeader() == null
                                ? layer.toString()
                                : layer.getHeader().toString());
            } catch (IllegalArgumentException broken) {
                // pcap4j 1.8.2 cannot word a TCP option that is all kind and length.
                notShown(layer.getClass().getSimpleName(), broken);
            }
        }
    }

    private void show(String text) {
        text.lines().map(MessageText::visible).forEach(out::println);
    }

    private void notShown(String what, Exception broken) {
        out.printf("[%s]%n  not shown: %s%n", what, MessageText.visible(String.valueOf(broken.getMessage())));
    }

    /** What the file calls the addresses. */
    private void names(DecodedPacket decoded) {
        if (!decoded.hasIp()) {
            return;
        }
        List<String> beginnings =
                List.of(decoded.ip().source() + " ", decoded.ip().destination() + " ");
        List<String> names = source.details().map(FileDetails::names).orElse(List.of()).stream()
                .filter(name -> beginnings.stream().anyMatch(name::startsWith))
                .toList();
        if (!names.isEmpty()) {
            out.printf("[Names that the file has]%n");
            names.forEach(name -> out.printf("  %s%n", MessageText.visible(name)));
        }
    }

    private void connection(Segment segment) {
        out.printf("[In its connection]%n");
        out.printf(
                "  tcp.stream: %d, sent by the %s%n",
                segment.connection().index(), segment.isFromClient() ? "client" : "server");
        out.printf(
                "  tcp.seq: %d, tcp.nxtseq: %d, tcp.ack: %d (relative)%n",
                segment.sequence(), segment.nextSequence(), segment.acknowledgment());
        out.printf("  tcp.len: %d, tcp.window_size: %d%n", segment.length(), segment.window());
        out.printf("  %s%n", TcpInfo.of(segment));
    }
}
