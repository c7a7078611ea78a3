package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Handshake.Offer;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** SYNs: what the ends offer in them, and which had to be sent again. */
public final class SynRule implements Rule {
    private static final int SETS_KEPT = 64;
    private static final int SETS_TOLD = 8;

    /** What an end offers, but for its initial sequence number. */
    private record Options(@Nullable Integer mss, @Nullable Integer windowScale, boolean sack, boolean timestamps) {
        static Options of(Offer offer) {
            return new Options(offer.mss(), offer.windowScale(), offer.sackPermitted(), offer.timestamps());
        }

        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            if (mss != null) {
                parts.add("MSS " + Words.number(mss));
            }
            if (windowScale != null) {
                parts.add("window scale " + windowScale);
            }
            if (sack) {
                parts.add("SACK");
            }
            if (timestamps) {
                parts.add("timestamps");
            }
            return parts.isEmpty() ? "no options" : Words.list(parts);
        }
    }

    /** How many SYNs of clients offer the same, and how many SYN-ACKs. */
    private static final class Offerers {
        private long clients;
        private long servers;

        long count() {
            return clients + servers;
        }

        /** For instance {@code the clients of 4 connections and their server}. */
        String who(long connections) {
            List<String> parts = new ArrayList<>();
            if (clients > 0) {
                parts.add(side("client", clients, connections));
            }
            if (servers > 0) {
                parts.add(side("server", servers, connections));
            }
            return Words.list(parts) + (count() == 1 ? " offers " : " offer ");
        }

        private static String side(String who, long some, long connections) {
            if (connections == 1) {
                return "the " + who;
            }
            return some == connections
                    ? "the " + who + "s of all " + Words.number(connections) + " connections"
                    : "the " + who + (some == 1 ? " of 1 connection" : "s of " + Words.number(some) + " connections");
        }
    }

    private final Evidence syns;
    private final Evidence repeated;
    private final Map<Options, Offerers> offers = new HashMap<>();
    private long others;
    private long connections;
    private long artefacts;

    /** SYNs that Wireshark takes for retransmissions, and which open a connection. */
    private long alike;

    public SynRule(EvidenceLog log) {
        syns = log.collect(Field.SYN.is(1));
        repeated = log.collect(Field.SYN.is(1).and(FrameFilter.RETRANSMISSION));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null && segment.isSyn() && segment.analysis().isAnyRetransmission()) {
            artefacts += segment.isArtefact() ? 1 : 0;
            alike += segment.isNumberedAlike() ? 1 : 0;
        }
    }

    @Override
    public void closed(Connection connection) {
        Offer client = connection.handshake().client();
        Offer server = connection.handshake().server();
        connections += client == null && server == null ? 0 : 1;
        if (client != null && offerers(client) instanceof Offerers same) {
            same.clients++;
        }
        if (server != null && offerers(server) instanceof Offerers same) {
            same.servers++;
        }
    }

    /** Null where there are too many different ones. */
    private @Nullable Offerers offerers(Offer offer) {
        Options options = Options.of(offer);
        if (offers.size() < SETS_KEPT || offers.containsKey(options)) {
            return offers.computeIfAbsent(options, o -> new Offerers());
        }
        others++;
        return null;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.of(repetition(), options());
    }

    private Finding repetition() {
        long count = repeated.count() - artefacts - alike;
        if (count == 0) {
            return Proof.noneSeen(FindingKind.HANDSHAKES_REPEATED, "SYN that is sent again");
        }
        String statement = Words.count(count, "SYN") + (count == 1 ? " is" : " are") + " sent again"
                + (artefacts == 0
                        ? ""
                        : ", besides " + Words.number(artefacts)
                                + (artefacts == 1 ? " that is a copy or" : " that are copies or")
                                + " out of place in the capture")
                + ".";
        return repeated.proof().state(FindingKind.HANDSHAKES_REPEATED, statement, count);
    }

    private Finding options() {
        if (offers.isEmpty()) {
            return Proof.absent(FindingKind.HANDSHAKE_OPTIONS, "No SYN was captured, and so no options.");
        }
        List<Map.Entry<Options, Offerers>> sets = new ArrayList<>(offers.entrySet());
        sets.sort(Comparator.<Map.Entry<Options, Offerers>>comparingLong(
                        set -> set.getValue().count())
                .reversed()
                .thenComparing(set -> set.getValue().clients == 0)
                .thenComparing(set -> set.getKey().toString()));
        List<String> parts = new ArrayList<>();
        long rest = others;
        for (int i = 0; i < sets.size(); i++) {
            Offerers who = sets.get(i).getValue();
            if (i < SETS_TOLD) {
                parts.add(who.who(connections) + sets.get(i).getKey());
            } else {
                rest += who.count();
            }
        }
        String more = rest == 0 ? "" : "; " + Words.count(rest, "end") + (rest == 1 ? " offers" : " offer") + " others";
        String statement = "In their SYNs " + String.join("; ", parts) + more + ".";
        return syns.proof().state(FindingKind.HANDSHAKE_OPTIONS, statement, offers.size());
    }
}
