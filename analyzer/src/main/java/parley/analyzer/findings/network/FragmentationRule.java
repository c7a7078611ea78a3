package parley.analyzer.findings.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Extreme;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IpHeader;

/**
 * Whether datagrams came in fragments, and how large they are against what the ends took the path to bear: the MSS that
 * they offered and the headers (RFC 9293 section 3.7.1). The MTU itself is in no capture.
 */
public final class FragmentationRule implements Rule {
    private static final int TCP_HEADER = 20;
    private static final int IPV4_HEADER = 20;

    private final EvidenceLog log;
    private final Evidence fragments;
    private final Evidence dontFragment;
    private final Extreme largestV4 = Extreme.greatest();
    private final Extreme largestV6 = Extreme.greatest();
    private final Range data = new Range();
    private final FrameSet contradicting = new FrameSet();
    private long reassembled;
    private long contradictions;
    private long v4Packets;
    private final Range mss = new Range();
    private final Range assumedMtu = new Range();
    private long dataSegments;
    private long withKnownMss;
    private long tooLarge;

    private static final class Range {
        private long least = Long.MAX_VALUE;
        private long most;

        void add(long value) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }

        /** {@code 4 to 48 bytes}. */
        @Override
        public String toString() {
            return (least == most ? "" : Words.number(least) + " to ") + Words.count(most, "byte");
        }
    }

    public FragmentationRule(EvidenceLog log) {
        this.log = log;
        this.fragments = log.collect(FrameFilter.FRAGMENT);
        this.dontFragment = log.collect(Field.IP_DONT_FRAGMENT.is(1));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (!packet.hasIp() || packet.quoting() != null) {
            return;
        }
        reassembled += packet.fragments().isEmpty() ? 0 : 1;
        if (packet.hasConflictingFragments()) {
            contradictions++;
            packet.fragments().forEach(contradicting::add);
        }
        IpHeader ip = packet.ip();
        long frame = packet.packet().number();
        if (ip.version() == 4) {
            v4Packets++;
            largestV4.offer(ip.totalLength(), frame);
        } else {
            largestV6.offer(ip.totalLength(), frame);
        }
        if (segment != null && segment.hasData()) {
            data.add(segment.length());
            dataSegments++;
            Integer offered = segment.receiversMss();
            if (offered != null) {
                compare(ip, offered);
            }
        }
    }

    private void compare(IpHeader ip, int offered) {
        int mtu = offered + TCP_HEADER + (ip.version() == 4 ? IPV4_HEADER : Field.IPV6_HEADER);
        withKnownMss++;
        mss.add(offered);
        assumedMtu.add(mtu);
        tooLarge += ip.totalLength() > mtu ? 1 : 0;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        if (v4Packets > 0) {
            findings.add(dontFragment());
        }
        if (!largestV4.frames().isEmpty() || !largestV6.frames().isEmpty()) {
            findings.add(fragmentation());
            findings.add(largest());
        }
        if (contradictions > 0) {
            findings.add(contradiction());
        }
        return findings;
    }

    private Finding dontFragment() {
        long count = dontFragment.count();
        if (count == 0) {
            return Proof.absent(FindingKind.DONT_FRAGMENT, "No IPv4 packet forbids routers to fragment it.");
        }
        String share = count == v4Packets && count > 1
                ? "All " + Words.number(count) + " IPv4 packets" + log.besideQuotes() + " have"
                : Words.number(count) + " of " + Words.count(v4Packets, "IPv4 packet") + log.besideQuotes()
                        + (count == 1 ? " has" : " have");
        String statement = share + " DF set, which forbids routers to fragment them.";
        return dontFragment.proof().state(FindingKind.DONT_FRAGMENT, statement, count);
    }

    private Finding fragmentation() {
        if (fragments.count() == 0) {
            return Proof.absent(FindingKind.FRAGMENTATION, "No packet is a fragment of a larger datagram.");
        }
        String statement = Words.count(fragments.count(), "packet")
                + (fragments.count() == 1 ? " is a fragment" : " are fragments") + " of larger datagrams, "
                + (reassembled == 0 ? "none" : Words.number(reassembled)) + " of which could be put together.";
        return fragments.proof().state(FindingKind.FRAGMENTATION, statement, fragments.count());
    }

    /** No field of Wireshark's says the same: its overlap flags depend on the order in which fragments came. */
    private Finding contradiction() {
        String statement = Words.count(contradictions, "datagram")
                + (contradictions == 1 ? " was" : " were")
                + " put together from fragments that contradict each other: where they overlap, the octets of the lower"
                + " offset count, and at one offset those that came first.";
        String filter = "frame.number in {"
                + Arrays.stream(contradicting.kept()).mapToObj(String::valueOf).collect(Collectors.joining(", "))
                + "}";
        return new Proof(contradicting, filter).state(FindingKind.FRAGMENTS_CONTRADICT, statement, contradictions);
    }

    private Finding largest() {
        boolean v4 = !largestV4.frames().isEmpty()
                && (largestV6.frames().isEmpty() || largestV4.value() >= largestV6.value());
        long length = (v4 ? largestV4 : largestV6).value();
        Proof proof = v4
                ? log.proof(largestV4.frames(), Field.IP_LENGTH.is(length))
                : log.proof(largestV6.frames(), Field.IPV6_PAYLOAD_LENGTH.is(length - Field.IPV6_HEADER));
        String statement = "The largest IP datagram has " + Words.count(length, "byte") + data() + limit() + ".";
        return proof.state(FindingKind.LARGEST_DATAGRAM, statement, length);
    }

    private String data() {
        return dataSegments == 0 ? "" : ", the TCP segments carry " + data + " of data";
    }

    /** Of each segment against what was offered on its own connection. */
    private String limit() {
        if (withKnownMss == 0) {
            return "; no MSS of who receives data was captured, which would tell what MTU was assumed";
        }
        String which = withKnownMss == dataSegments ? ", all" : ", and those whose receiver's MSS was captured are";
        String assumed = mss.least == mss.most
                ? "the MSS offered, " + mss + ", and " + (assumedMtu.most - mss.most) + " of headers assume an MTU of "
                        + assumedMtu
                : "what their receivers offered as MSS, " + mss + ", and the headers assume MTUs of " + assumedMtu;
        return tooLarge == 0
                ? which + " within the limit: " + assumed
                : "; " + assumed + ", so " + Words.count(tooLarge, "larger segment") + " "
                        + (tooLarge == 1 ? "was" : "were") + " captured before the sender's interface split "
                        + (tooLarge == 1 ? "it" : "them") + " or after the receiver's had joined "
                        + (tooLarge == 1 ? "it" : "them");
    }
}
