package parley.analyzer.findings.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;

/** From which address to which the packets go. */
public final class AddressRule implements Rule {
    private static final int PAIRS = 16;

    private record Way(IpAddress source, IpAddress destination, Evidence evidence) {
        boolean isOf(IpHeader ip) {
            return source.version() == ip.version()
                    && source.low() == ip.sourceLow()
                    && destination.low() == ip.nextDestinationLow()
                    && source.high() == ip.sourceHigh()
                    && destination.high() == ip.nextDestinationHigh();
        }
    }

    private final EvidenceLog log;
    private final List<Way> ways = new ArrayList<>();
    private long packets;
    private long unlisted;

    public AddressRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (!packet.hasIp() || packet.quoting() != null) {
            return;
        }
        packets++;
        IpHeader ip = packet.ip();
        for (int i = 0; i < ways.size(); i++) {
            if (ways.get(i).isOf(ip)) {
                return;
            }
        }
        if (ways.size() == PAIRS) {
            unlisted++;
            return;
        }
        IpAddress source = ip.source();
        IpAddress destination = ip.nextDestination();
        FrameFilter filter = FrameFilter.source(source).and(FrameFilter.destination(destination));
        ways.add(
                new Way(source, destination, log.collect(filter, packet.packet().number())));
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        for (Way way : ways) {
            long count = way.evidence().count();
            String subject = packets == 1
                    ? "The one IP packet" + log.besideQuotes() + " goes"
                    : count == packets
                            ? "All " + Words.number(packets) + " IP packets" + log.besideQuotes() + " go"
                            : Words.count(count, "IP packet") + log.besideQuotes() + (count == 1 ? " goes" : " go");
            boolean loopback = way.source().isLoopback() && way.destination().isLoopback();
            String statement = subject + " from " + way.source() + " to " + way.destination()
                    + (loopback ? ": over the loopback, within one host." : ".");
            String value = way.source() + " " + way.destination();
            findings.add(way.evidence().proof().state(FindingKind.ADDRESSES, statement, value));
        }
        if (unlisted > 0) {
            String statement = Words.count(unlisted, "IP packet") + (unlisted == 1 ? " goes" : " go")
                    + " between other addresses, which are not listed.";
            findings.add(Proof.rest(FindingKind.ADDRESSES, statement, unlisted));
        }
        return findings;
    }
}
