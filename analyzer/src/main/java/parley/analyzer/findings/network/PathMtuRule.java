package parley.analyzer.findings.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;

/**
 * Path MTU discovery (RFC 1191, RFC 8201): a router says that datagrams are too large for its next link, and the sender
 * goes on with smaller ones.
 */
public final class PathMtuRule implements Rule {
    private static final int MOST_STATED = 100;

    private record Told(IpAddress router, Endpoint sender, Endpoint receiver, long mtu) {}

    /** What came of it. */
    private static final class Discovery {
        private final FrameSet frames = new FrameSet();
        private long reports;
        private long largestRefused;
        private long later;
        private long laterTooLarge;
        private int largestLater;

        void follow(DecodedPacket packet, long mtu) {
            int length = packet.ip().totalLength();
            if (later++ == 0) {
                frames.add(packet.packet().number());
            }
            largestLater = Math.max(largestLater, length);
            laterTooLarge += mtu > 0 && length > mtu ? 1 : 0;
        }
    }

    private final Map<Told, Discovery> discoveries = new LinkedHashMap<>();
    /** The last that each sender was told. */
    private final Map<Flow, Told> latest = new HashMap<>();

    @Override
    public void quoted(DecodedPacket packet, IcmpError error, @Nullable Connection connection) {
        if (!error.isTooBig()) {
            return;
        }
        IpHeader ip = error.quotedIp();
        Told told = new Told(
                packet.ip().source(),
                new Endpoint(ip.source(), error.quotedTcp().sourcePort()),
                new Endpoint(ip.destination(), error.quotedTcp().destinationPort()),
                error.nextHopMtu());
        if (!discoveries.containsKey(told) && discoveries.size() == MOST_STATED) {
            return;
        }
        Discovery discovery = discoveries.computeIfAbsent(told, t -> new Discovery());
        discovery.reports++;
        discovery.frames.add(packet.packet().number());
        discovery.largestRefused = Math.max(discovery.largestRefused, error.quotedLength());
        if (connection != null) {
            latest.put(flowOf(connection, told.sender()), told);
        }
    }

    private static Flow flowOf(Connection connection, Endpoint sender) {
        return connection.client().endpoint().equals(sender) ? connection.client() : connection.server();
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (latest.isEmpty() || segment == null || !segment.hasData()) {
            return;
        }
        Told told = latest.get(segment.flow());
        Discovery discovery = told == null ? null : discoveries.get(told);
        if (told != null && discovery != null) {
            discovery.follow(packet, told.mtu());
        }
    }

    @Override
    public void closed(Connection connection) {
        latest.remove(connection.client());
        latest.remove(connection.server());
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        discoveries.forEach((told, discovery) -> {
            String statement = refused(told, discovery) + after(told, discovery);
            findings.add(Proof.of(discovery.frames).state(FindingKind.PATH_MTU, statement, told.mtu()));
        });
        return findings;
    }

    private static String refused(Told told, Discovery discovery) {
        String limit = told.mtu() == 0
                ? "; it does not say what the next link takes."
                : ": the next link takes " + Words.count(told.mtu(), "byte") + " at most.";
        return "On the way from " + told.sender() + " to " + told.receiver() + " the router " + told.router()
                + " drops "
                + (discovery.reports == 1
                        ? "a datagram of " + Words.count(discovery.largestRefused, "byte")
                        : Words.number(discovery.reports) + " datagrams of up to "
                                + Words.count(discovery.largestRefused, "byte"))
                + " as too large" + limit;
    }

    private static String after(Told told, Discovery discovery) {
        long later = discovery.later;
        if (later == 0) {
            return " No segment with data follows in the capture.";
        }
        String sizes = " The " + (later == 1 ? "segment" : Words.number(later) + " segments") + " with data after that "
                + (later == 1 ? "has " : "have ") + Words.count(discovery.largestLater, "byte")
                + (later == 1 ? "" : " at most");
        if (discovery.laterTooLarge > 0) {
            return sizes + ", so "
                    + (discovery.laterTooLarge == 1 ? "1 is" : Words.number(discovery.laterTooLarge) + " are")
                    + " still too large.";
        }
        return sizes
                + (told.mtu() == 0
                        ? "."
                        : ", as path MTU discovery (RFC " + (told.router().version() == 4 ? "1191" : "8201")
                                + ") has it.");
    }
}
