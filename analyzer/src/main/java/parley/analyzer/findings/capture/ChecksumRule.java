package parley.analyzer.findings.capture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpChecksum;

/**
 * Checksums of IPv4 headers and TCP segments. Wireshark's fields for them say what its settings have it validate, so the
 * filters name the frames.
 */
public final class ChecksumRule implements Rule {
    private static final String OFFLOADED = " to its network interface (checksum offload)";

    private final Map<TcpChecksum, Long> tcp = new EnumMap<>(TcpChecksum.class);
    private final FrameSet wrongTcp = new FrameSet();
    private final FrameSet wrongIp = new FrameSet();
    private long ipHeaders;
    private long ipUnfilled;

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        long frame = packet.packet().number();
        if (packet.hasIp() && packet.ip().version() == 4) {
            ipHeaders++;
            if (!packet.ip().hasGoodHeaderChecksum()) {
                if (packet.ip().hasHeaderChecksum()) {
                    wrongIp.add(frame);
                } else {
                    ipUnfilled++;
                }
            }
        }
        if (packet.hasTcp()) {
            TcpChecksum found = TcpChecksum.of(packet);
            tcp.merge(found, 1L, Long::sum);
            if (found == TcpChecksum.WRONG) {
                wrongTcp.add(frame);
            }
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        if (ipHeaders > 0) {
            findings.add(finding(
                    FindingKind.CHECKSUMS_IP, Words.count(ipHeaders, "IPv4 header"), wrongIp, unfilled(ipUnfilled)));
        }
        long segments = tcp.values().stream().mapToLong(Long::longValue).sum();
        if (segments > 0) {
            findings.add(finding(FindingKind.CHECKSUMS_TCP, Words.count(segments, "TCP segment"), wrongTcp, rest()));
        }
        return findings;
    }

    private static Finding finding(FindingKind kind, String all, FrameSet wrong, String rest) {
        long count = wrong.count();
        String statement = "Of " + all + " "
                + (count == 0 ? "none has" : Words.number(count) + (count == 1 ? " has" : " have"))
                + " a wrong checksum" + rest + ".";
        if (count == 0) {
            return Proof.absent(kind, statement);
        }
        return Proof.of(wrong).state(kind, statement, count);
    }

    private static String unfilled(long none) {
        return none == 0
                ? ""
                : "; " + Words.number(none) + (none == 1 ? " has 0" : " have 0")
                        + " in its place: the host that sent them leaves it" + OFFLOADED;
    }

    private String rest() {
        long partial = tcp.getOrDefault(TcpChecksum.PSEUDO_HEADER_ONLY, 0L);
        long unknown = tcp.getOrDefault(TcpChecksum.UNKNOWN, 0L);
        return (partial == 0
                        ? ""
                        : "; " + Words.number(partial) + (partial == 1 ? " has" : " have")
                                + " only the pseudo-header's: the host that sent them leaves the rest" + OFFLOADED)
                + (unknown == 0
                        ? ""
                        : "; " + Words.number(unknown) + (unknown == 1 ? " is" : " are")
                                + " not captured whole and cannot be checked");
    }
}
