package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;

/** How many messages of which kind were decoded, of each protocol. */
public final class MessageKindRule implements Rule {
    private static final int PROTOCOLS = 16;
    private static final int KINDS = 64;
    private static final int STREAMS = 1000;

    private static final class Count {
        private long messages;

        long messages() {
            return messages;
        }
    }

    /** What one side has sent. */
    private static final class Side {
        private final Map<String, Count> kinds = new HashMap<>();
        private long messages;
        private long others;

        void add(String kind) {
            messages++;
            Count count = kinds.get(kind);
            if (count == null && kinds.size() < KINDS) {
                count = new Count();
                kinds.put(kind, count);
            }
            if (count == null) {
                others++;
            } else {
                count.messages++;
            }
        }

        /** For instance {@code 19 (4 direct and 15 exit)}. */
        String told() {
            List<String> told = new ArrayList<>();
            kinds.entrySet().stream()
                    .sorted(Map.Entry.<String, Count>comparingByValue(Comparator.comparingLong(Count::messages))
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(kind -> told.add(Words.number(kind.getValue().messages()) + " " + kind.getKey()));
            if (others > 0) {
                told.add(Words.number(others) + " of other kinds");
            }
            return Words.number(messages) + (told.isEmpty() ? "" : " (" + Words.list(told) + ")");
        }
    }

    private static final class Tally {
        private final Side clients = new Side();
        private final Side servers = new Side();
        private final SortedMap<Long, Evidence> streams = new TreeMap<>();
        private long passedOn;
        private boolean tooManyStreams;
    }

    private final EvidenceLog log;
    private final Map<String, Tally> tallies = new TreeMap<>();
    private long unlisted;
    private String latestProtocol = "";
    private @Nullable Tally latest;

    public MessageKindRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void decoded(Message message) {
        Tally tally = message.protocol().equals(latestProtocol) ? latest : tallyOf(message.protocol());
        if (tally == null) {
            unlisted++;
            return;
        }
        if (!tally.tooManyStreams
                && !tally.streams.containsKey(message.connection().index())) {
            follow(tally, message.connection());
        }
        if (message.direction() == Direction.CLIENT) {
            tally.clients.add(message.kind());
        } else {
            tally.servers.add(message.kind());
            tally.passedOn += message.sender().equals(DecodedMessage.SERVER)
                            || message.sender().isEmpty()
                    ? 0
                    : 1;
        }
    }

    private @Nullable Tally tallyOf(String protocol) {
        latestProtocol = protocol;
        latest = tallies.size() == PROTOCOLS && !tallies.containsKey(protocol)
                ? null
                : tallies.computeIfAbsent(protocol, p -> new Tally());
        return latest;
    }

    private void follow(Tally tally, Connection connection) {
        if (tally.streams.size() == STREAMS) {
            tally.tooManyStreams = true;
            tally.streams.values().forEach(log::release);
            tally.streams.clear();
            return;
        }
        FrameFilter filter =
                Field.STREAM.is(connection.index()).and(Field.LENGTH.isAbove(0).ofData());
        tally.streams.put(connection.index(), log.collect(filter, connection));
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (tallies.isEmpty()) {
            return List.of(Proof.noneSeen(FindingKind.MESSAGES_BY_KIND, "message of the chat"));
        }
        List<Finding> findings = new ArrayList<>();
        tallies.forEach((protocol, tally) -> {
            long messages = tally.clients.messages + tally.servers.messages;
            String copies = tally.passedOn == 0
                    ? ""
                    : ", " + Words.number(tally.passedOn) + " of these " + (tally.passedOn == 1 ? "a copy" : "copies")
                            + " of what users said";
            Sentence sentence = new Sentence.Enumeration(
                    "The data segments" + repetition(tally) + " carry " + Words.count(messages, protocol + " message"),
                    "clients send " + tally.clients.told() + ", servers " + tally.servers.told() + copies);
            FindingKind kind = FindingKind.MESSAGES_BY_KIND;
            findings.add(proof(tally).state(kind, kind.severity(), Subject.CAPTURE, sentence, messages));
        });
        if (unlisted > 0) {
            String statement = Words.count(unlisted, "message") + (unlisted == 1 ? " is" : " are")
                    + " of further protocols, which are not listed.";
            findings.add(Proof.NONE.state(FindingKind.MESSAGES_BY_KIND, statement, unlisted));
        }
        return findings;
    }

    private static String repetition(Tally tally) {
        long again = Evidence.repetitions(tally.streams.values());
        return again == 0
                ? ""
                : ", " + Words.number(again) + " of which " + (again == 1 ? "repeats" : "repeat")
                        + " what was captured before,";
    }

    private Proof proof(Tally tally) {
        if (tally.tooManyStreams) {
            return Proof.NONE;
        }
        long[] streams =
                tally.streams.keySet().stream().mapToLong(Long::longValue).toArray();
        FrameFilter filter =
                FrameFilter.streams(streams).and(Field.LENGTH.isAbove(0).ofData());
        return log.proof(List.copyOf(tally.streams.values()), filter);
    }
}
