package parley.analyzer.findings.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.Carried;
import parley.analyzer.wire.DecodedPacket;

/** What the capture has besides TCP; whether it has any TCP at all; and what may hold some that is not read. */
public final class UnreadTrafficRule implements Rule {
    private static final int KINDS = 1_000;
    private static final int LISTED = 6;

    private final Map<Carried, Long> packets = new HashMap<>();
    private long others;
    private long withTcp;
    private long aggregated;

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (packet.isAggregated()) {
            aggregated++;
        }
        if (segment != null) {
            withTcp++;
            return;
        }
        Carried carried = packet.carried();
        if (packets.size() < KINDS || packets.containsKey(carried)) {
            packets.merge(carried, 1L, Long::sum);
        } else {
            others++;
        }
    }

    @Override
    public void partial(DecodedPacket packet, PartialSegment segment) {
        withTcp++;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Map.Entry<Carried, Long>> byCount = packets.entrySet().stream()
                .sorted(Map.Entry.<Carried, Long>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().kind())
                        .thenComparing(entry -> entry.getKey().number()))
                .toList();
        List<Finding> findings = new ArrayList<>();
        if (withTcp == 0) {
            findings.add(withoutTcp(byCount));
        } else {
            byCount.stream()
                    .filter(entry -> CarriedText.mayHoldTcp(entry.getKey()))
                    .limit(LISTED)
                    .forEach(entry -> findings.add(tunnel(entry.getKey(), entry.getValue())));
            if (!byCount.isEmpty()) {
                String statement = "Besides TCP the capture has " + list(byCount) + ".";
                findings.add(Proof.NONE.state(FindingKind.OTHER_TRAFFIC, statement, total()));
            }
        }
        if (aggregated > 0) {
            String statement = Words.count(aggregated, "frame") + (aggregated == 1 ? " aggregates" : " aggregate")
                    + " several packets (A-MSDU), of which only the first with IP is read: what the others carry is"
                    + " missing here.";
            findings.add(Proof.NONE.state(FindingKind.AGGREGATE_UNREAD, statement, aggregated));
        }
        return findings;
    }

    private long total() {
        return packets.values().stream().mapToLong(Long::longValue).sum() + others;
    }

    private Finding withoutTcp(List<Map.Entry<Carried, Long>> byCount) {
        if (byCount.isEmpty()) {
            String statement = "The capture has no packets: there was nothing to look at. "
                    + "Check the interface and the capture filter.";
            return Proof.NONE.state(FindingKind.NO_TCP, statement, 0);
        }
        Carried told = byCount.stream()
                .map(Map.Entry::getKey)
                .filter(CarriedText::mayHoldTcp)
                .findFirst()
                .orElse(byCount.getFirst().getKey());
        String statement = "No TCP could be read, so nothing else was looked at: the capture has " + list(byCount) + "."
                + (told.kind() == Carried.Kind.LINK_TYPE ? "" : " " + CarriedText.wayOut(told));
        return Proof.NONE.state(FindingKind.NO_TCP, statement, total());
    }

    private static Finding tunnel(Carried carried, long count) {
        String statement = Words.count(count, "packet") + (count == 1 ? " is " : " are ") + CarriedText.name(carried)
                + ": TCP in " + (count == 1 ? "it" : "them") + " is not read. " + CarriedText.wayOut(carried);
        return Proof.NONE.state(FindingKind.TUNNEL_UNREAD, statement, count);
    }

    private String list(List<Map.Entry<Carried, Long>> byCount) {
        List<String> told = new ArrayList<>(byCount.stream()
                .limit(LISTED)
                .map(entry -> Words.count(entry.getValue(), "packet") + " of " + CarriedText.name(entry.getKey()))
                .toList());
        long listed =
                byCount.stream().limit(LISTED).mapToLong(Map.Entry::getValue).sum();
        if (listed < total()) {
            told.add(Words.number(total() - listed) + " of other protocols");
        }
        return Words.list(told);
    }
}
