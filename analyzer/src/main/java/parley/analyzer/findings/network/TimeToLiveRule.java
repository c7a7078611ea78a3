package parley.analyzer.findings.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IpHeader;

/** How many hops the packets have left: IPv4's time to live, IPv6's hop limit. */
public final class TimeToLiveRule implements Rule {
    private static final int VALUES = 8;
    private static final int TIMES_TO_LIVE = 256;

    private final EvidenceLog log;
    /** By {@link #slot}. */
    private final Map<Integer, Evidence> values = new TreeMap<>();

    private final boolean[] seen = new boolean[2 * TIMES_TO_LIVE];
    private long unlisted;

    public TimeToLiveRule(EvidenceLog log) {
        this.log = log;
    }

    private static int slot(IpHeader ip) {
        return (ip.version() == 6 ? TIMES_TO_LIVE : 0) + ip.timeToLive();
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (!packet.hasIp() || packet.quoting() != null) {
            return;
        }
        int slot = slot(packet.ip());
        if (seen[slot]) {
            return;
        }
        if (values.size() == VALUES) {
            unlisted++;
            return;
        }
        seen[slot] = true;
        Field field = packet.ip().version() == 4 ? Field.IP_TIME_TO_LIVE : Field.IPV6_HOP_LIMIT;
        FrameFilter filter = field.is(packet.ip().timeToLive());
        values.put(slot, log.collect(filter, packet.packet().number()));
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        values.forEach((slot, evidence) -> {
            String name = slot < TIMES_TO_LIVE ? "time to live" : "hop limit";
            int value = slot % TIMES_TO_LIVE;
            String subject = Words.count(evidence.count(), "packet")
                    + log.besideQuotes()
                    + (evidence.count() == 1 ? " has" : " have");
            String statement = subject + " a " + name + " of " + value + ".";
            findings.add(evidence.proof().state(FindingKind.TTL, new Subject.OfTimeToLive(value), statement, value));
        });
        if (unlisted > 0) {
            String statement = Words.count(unlisted, "packet") + (unlisted == 1 ? " has" : " have")
                    + " other times to live, which are not listed.";
            findings.add(Proof.rest(FindingKind.TTL, statement, unlisted));
        }
        return findings;
    }
}
