package parley.analyzer.findings.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/** Which ICMP errors came back to which segments: by whom they were sent, and what they say. */
public final class IcmpErrorRule implements Rule {
    private static final int MOST_STATED = 100;

    private record Kind(IpAddress reporter, int type, int code, Endpoint source, Endpoint destination) {
        String filter() {
            String ip = reporter.version() == 4 ? "ip" : "ipv6";
            String icmp = reporter.version() == 4 ? "icmp" : "icmpv6";
            return "%s.type==%d && %s.code==%d && %s.src==%s && %s.src==%s && %s.dst==%s && tcp.srcport==%d && tcp.dstport==%d"
                    .formatted(
                            icmp,
                            type,
                            icmp,
                            code,
                            ip,
                            reporter,
                            ip,
                            source.address(),
                            ip,
                            destination.address(),
                            source.port(),
                            destination.port());
        }
    }

    private record Reports(String said, FrameSet frames) {}

    private final Map<Kind, Reports> kinds = new LinkedHashMap<>();
    private final String scope;
    private long unstated;

    /** @param stream the one connection that is analyzed, by its number; empty for all */
    public IcmpErrorRule(OptionalLong stream) {
        scope = stream.isPresent() ? "tcp.stream==" + stream.getAsLong() + " && " : "";
    }

    @Override
    public void quoted(DecodedPacket packet, IcmpError error, PartialSegment segment) {
        IpHeader ip = error.quotedIp();
        TcpHeader tcp = error.quotedTcp();
        Kind kind = new Kind(
                packet.ip().source(),
                error.type(),
                error.code(),
                new Endpoint(ip.source(), tcp.sourcePort()),
                new Endpoint(ip.destination(), tcp.destinationPort()));
        if (!kinds.containsKey(kind) && kinds.size() >= MOST_STATED) {
            unstated++;
            return;
        }
        kinds.computeIfAbsent(kind, k -> new Reports(error.toString(), new FrameSet()))
                .frames()
                .add(packet.packet().number());
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        kinds.forEach((kind, reports) -> {
            long count = reports.frames().count();
            String statement = kind.reporter() + " answers "
                    + (count == 1 ? "a segment" : Words.number(count) + " segments") + " from " + kind.source() + " to "
                    + kind.destination() + " with the ICMP error “" + reports.said() + "”.";
            findings.add(
                    new Proof(reports.frames(), scope + kind.filter()).state(FindingKind.ICMP_ERROR, statement, count));
        });
        if (unstated > 0) {
            findings.add(Proof.NONE.state(
                    FindingKind.ICMP_ERROR,
                    Words.number(unstated) + " more segments are answered with ICMP errors.",
                    unstated));
        }
        return findings;
    }
}
