package parley.analyzer.findings.application;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.DecodedMessage.Boundary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/**
 * How a server reads lines that nothing ends: as they reach it. What reaches it together is one line to it, which goes to
 * the recipients of the first; of what is longer than its buffer only the beginning is.
 */
public final class ServerReadingRule extends ChatRule {
    private static final int LISTED = 20;
    private static final int USERS = 1000;
    private static final int LINES = 8;
    private static final int COMPARED = 8192;

    /** A message to chosen recipients as its client wrote it, the beginning of a long one. */
    private record Line(
            long number,
            String sender,
            List<String> recipients,
            String words,
            long frame,
            MessageFrames.@Nullable Span span) {
        static Line of(Message message) {
            return new Line(
                    message.number(),
                    message.sender(),
                    message.recipients(),
                    wordsOf(message),
                    message.last().frame(),
                    MessageFrames.span(message));
        }
    }

    /** Two lines that were one to the server. */
    private static final class Joint {
        private static final int FRAMES = 8;

        private final Line first;
        private final Line second;
        private final MessageEvidence evidence;
        private final List<String> frames = new ArrayList<>();

        Joint(Line first, Line second, MessageEvidence evidence) {
            this.first = first;
            this.second = second;
            this.evidence = evidence;
        }

        void add(Message copy) {
            if (frames.size() < FRAMES) {
                frames.add(Long.toString(copy.last().frame()));
            }
            evidence.add(copy);
        }

        String statement() {
            List<String> misled = without(first.recipients(), second.recipients());
            List<String> missed = without(second.recipients(), first.recipients());
            List<String> results = new ArrayList<>();
            if (!misled.isEmpty()) {
                results.add("is not for " + Words.list(misled));
            }
            if (!missed.isEmpty()) {
                results.add("does not reach " + Words.list(missed));
            }
            return "The server takes " + Words.clip(first.sender()) + "'s messages to "
                    + names(first) + " (frame " + first.frame() + ") and to " + names(second) + " (frame "
                    + second.frame()
                    + ") for one line, and sends it to " + names(first) + " ("
                    + (frames.size() == 1 ? "frame " : "frames ") + Words.list(frames) + ")"
                    + (results.isEmpty() ? "" : ": the second " + Words.list(results)) + ".";
        }

        private static String names(Line line) {
            return Words.list(line.recipients().stream().map(Words::clip).toList());
        }

        private static List<String> without(List<String> names, List<String> others) {
            List<String> keys = others.stream().map(Names::key).toList();
            return names.stream()
                    .filter(name -> !keys.contains(Names.key(name)))
                    .map(Words::clip)
                    .toList();
        }
    }

    private final MessageFrames frames;
    private final Map<String, Deque<Line>> latest = new LinkedHashMap<>();
    private final Map<Long, Joint> joints = new LinkedHashMap<>();
    private final Set<Long> cutLines = new LinkedHashSet<>();
    private final MessageEvidence cut;
    private long joined;
    private int longest;
    private boolean unmarked;

    public ServerReadingRule(MessageFrames frames) {
        this.frames = frames;
        cut = new MessageEvidence(frames);
    }

    private static String wordsOf(Message message) {
        String words = new ClientLine.Direct(message.sender(), message.recipients(), message.text()).format();
        return words.substring(0, Math.min(COMPARED, words.length()));
    }

    @Override
    void chat(Message message) {
        if (isFromClient(message, "direct") && message.decoded().boundary() != Boundary.MARKED) {
            unmarked = true;
            remember(message);
        } else if (unmarked && isFromServer(message, "direct")) {
            passedOn(message);
        }
    }

    private void remember(Message message) {
        String user = Names.key(message.sender());
        if (latest.size() == USERS && !latest.containsKey(user)) {
            latest.remove(latest.keySet().iterator().next());
        }
        Deque<Line> lines = latest.computeIfAbsent(user, key -> new ArrayDeque<>(LINES));
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.add(Line.of(message));
    }

    private void passedOn(Message copy) {
        Deque<Line> lines = latest.get(Names.key(copy.sender()));
        if (lines == null) {
            return;
        }
        String words = wordsOf(copy);
        Line before = null;
        for (Line line : lines) {
            if (before != null && isJoint(words, before.words(), line.words())) {
                join(before, line, copy);
                return;
            }
            if (line.words().length() > words.length() && line.words().startsWith(words)) {
                cut(line, words, copy);
                return;
            }
            before = line;
        }
    }

    private static boolean isJoint(String words, String first, String second) {
        return words.length() > first.length()
                && words.startsWith(first)
                && second.startsWith(
                        words.substring(first.length(), Math.min(words.length(), first.length() + second.length())));
    }

    private void join(Line first, Line second, Message copy) {
        Joint known = joints.get(first.number());
        if (known == null) {
            joined++;
            if (joints.size() == LISTED) {
                return;
            }
            MessageEvidence evidence = new MessageEvidence(frames);
            evidence.add(first.span());
            evidence.add(second.span());
            known = new Joint(first, second, evidence);
            joints.put(first.number(), known);
        }
        known.add(copy);
    }

    private void cut(Line line, String words, Message copy) {
        if (cutLines.size() < MessageEvidence.MAXIMUM && cutLines.add(line.number())) {
            cut.add(line.span());
            cut.add(copy);
            longest = Math.max(longest, words.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Override
    List<Finding> state() {
        List<Finding> findings = new ArrayList<>();
        joints.values()
                .forEach(joint -> findings.add(joint.evidence
                        .proof()
                        .state(FindingKind.LINES_JOINED, joint.statement(), joint.first.sender())));
        if (joined > joints.size()) {
            String statement = "The server takes two lines for one " + Words.number(joined) + " times; the first "
                    + LISTED + " are listed.";
            findings.add(Proof.NONE.state(FindingKind.LINES_JOINED_MORE, statement, joined));
        }
        if (!cutLines.isEmpty()) {
            findings.add(cut());
        }
        return findings;
    }

    private Finding cut() {
        int count = cutLines.size();
        String statement = "Of " + Words.count(count, "long message") + " the server passes on no more than the first "
                + Words.count(longest, "byte") + ": it reads no more at once, and takes the rest for "
                + (count == 1 ? "a line" : "lines") + " of its own.";
        return cut.proof().state(FindingKind.LINES_CUT, statement, count);
    }
}
