package parley.analyzer.findings.application;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final int COMPARED = 8192;

    /** A message to chosen recipients as its client wrote it, the beginning of a long one. */
    private record Line(
            long number,
            String sender,
            List<String> recipients,
            String words,
            int size,
            long frame,
            MessageFrames.@Nullable Span span)
            implements RecentLines.Line {
        static Line of(Message message) {
            String words = wordsOf(message);
            return new Line(
                    message.number(),
                    message.sender(),
                    message.recipients(),
                    words,
                    words.length() * Character.BYTES + RecentLines.sizeOf(message.recipients()),
                    message.last().frame(),
                    MessageFrames.span(message));
        }
    }

    /** Two lines that were one to the server. */
    private static final class Joint {
        private static final int FRAMES = 8;

        private final String sender;
        private final String beginning;
        private final String result;
        private final MessageEvidence evidence;
        private final List<String> frames = new ArrayList<>();

        Joint(Line first, Line second, MessageEvidence evidence) {
            this.sender = first.sender();
            this.evidence = evidence;
            String names = Words.names(first.recipients());
            beginning = "The server takes " + Words.clip(first.sender()) + "'s messages to "
                    + names + " (frame " + first.frame() + ") and to " + Words.names(second.recipients()) + " (frame "
                    + second.frame() + ") for one line, and sends it to " + names + " (";
            List<String> misled = without(first.recipients(), second.recipients());
            List<String> missed = without(second.recipients(), first.recipients());
            List<String> results = new ArrayList<>();
            if (!misled.isEmpty()) {
                results.add("is not for " + Words.names(misled));
            }
            if (!missed.isEmpty()) {
                results.add("does not reach " + Words.names(missed));
            }
            result = results.isEmpty() ? "" : ": the second " + Words.list(results);
        }

        void add(Message copy) {
            if (frames.size() < FRAMES) {
                frames.add(Long.toString(copy.last().frame()));
            }
            evidence.add(copy);
        }

        String statement() {
            return beginning + (frames.size() == 1 ? "frame " : "frames ") + Words.list(frames) + ")" + result + ".";
        }

        private static List<String> without(List<String> names, List<String> others) {
            Set<String> keys = others.stream().map(Names::key).collect(Collectors.toSet());
            return names.stream()
                    .filter(name -> !keys.contains(Names.key(name)))
                    .toList();
        }
    }

    private final MessageFrames frames;
    private final RecentLines<String, Line> latest;
    private final Map<Long, Joint> joints = new LinkedHashMap<>();
    private final Set<Long> cutLines = new LinkedHashSet<>();
    private final MessageEvidence cut;
    private long joined;
    private int longest;
    private boolean unmarked;

    public ServerReadingRule(MessageFrames frames) {
        this.frames = frames;
        latest = new RecentLines<>(USERS, frames);
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
            latest.add(userOf(message), Line.of(message));
        } else if (unmarked && isFromServer(message, "direct")) {
            passedOn(message);
        }
    }

    private static String userOf(Message message) {
        return Names.key(Words.clip(message.sender()));
    }

    private void passedOn(Message copy) {
        List<Line> lines = latest.of(userOf(copy));
        if (lines.isEmpty()) {
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
                .forEach(joint -> findings.add(
                        joint.evidence.proof().state(FindingKind.LINES_JOINED, joint.statement(), joint.sender)));
        if (joined > joints.size()) {
            String statement = "The server takes two lines for one " + Words.number(joined) + " times; the first "
                    + LISTED + " are listed.";
            findings.add(Proof.rest(FindingKind.LINES_JOINED, statement, joined));
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
