package parley.analyzer.findings.application;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.protocol.Names;

/** Messages and requests to users who were not there. */
public final class OfflineRule extends ChatRule {
    /** Lines of a client that its server may still answer so. */
    private static final int LINES = 8;

    private static final int CONNECTIONS = 10_000;
    private static final int COPIES = 32;

    /** What a client has sent to somebody. */
    private record Line(long number, List<String> recipients, MessageFrames.@Nullable Span span) {
        static Line of(Message message) {
            return new Line(message.number(), message.recipients(), MessageFrames.span(message));
        }
    }

    /** What the server has passed on of the line of a number. */
    private record Copy(long number, MessageFrames.@Nullable Span span) {}

    private static final class Notice {
        private final String user;
        private final List<String> offline;
        private final String text;
        private final @Nullable Line line;
        private final MessageEvidence evidence;
        private int copies;

        Notice(String user, List<String> offline, String text, @Nullable Line line, MessageEvidence evidence) {
            this.user = user;
            this.offline = offline;
            this.text = text;
            this.line = line;
            this.evidence = evidence;
        }

        void add(Copy copy) {
            if (line != null && copy.number() == line.number()) {
                copies++;
                evidence.add(copy.span());
            }
        }

        String statement() {
            List<String> who = offline.stream().map(Words::clip).toList();
            return "A line of " + Words.clip(user) + " names " + Words.list(who)
                    + (who.size() == 1 ? ", who is" : ", who are") + " not online: the server answers it with "
                    + Words.quote(text) + reach() + ".";
        }

        private String reach() {
            if (line == null || copies == 0) {
                return "";
            }
            Set<String> absent = offline.stream().map(Names::key).collect(Collectors.toSet());
            List<String> others = line.recipients().stream()
                    .filter(name -> !absent.contains(Names.key(name)))
                    .map(Words::clip)
                    .toList();
            return "; it reaches " + (copies == others.size() ? Words.list(others) : Words.count(copies, "other"));
        }
    }

    private final MessageFrames frames;
    private final Map<Connection, Deque<Line>> lines = new LinkedHashMap<>();
    private final Deque<Copy> copies = new ArrayDeque<>();
    private final List<Notice> notices = new ArrayList<>();
    private long count;

    public OfflineRule(MessageFrames frames) {
        this.frames = frames;
    }

    @Override
    void chat(Message message) {
        if (isFromServer(message, "error")) {
            List<String> offline = ChatLines.offline(message.text());
            if (!offline.isEmpty()) {
                answered(message, offline);
            }
        } else if (isFromServer(message, "direct")) {
            delivered(message);
        } else if (notices.size() < STATED && (isFromClient(message, "direct") || isFromClient(message, "request"))) {
            sent(message);
        }
    }

    private void sent(Message message) {
        if (lines.size() == CONNECTIONS && !lines.containsKey(message.connection())) {
            lines.remove(lines.keySet().iterator().next());
        }
        Deque<Line> sent = lines.computeIfAbsent(message.connection(), c -> new ArrayDeque<>(2));
        if (sent.size() == LINES) {
            sent.removeFirst();
        }
        sent.add(Line.of(message));
    }

    /** A copy may come before or after the answer to whoever sent the line. */
    private void delivered(Message message) {
        if (message.decoded().forwards() == 0) {
            return;
        }
        Copy copy = new Copy(message.decoded().forwards(), MessageFrames.span(message));
        notices.forEach(notice -> notice.add(copy));
        if (copies.size() == COPIES) {
            copies.removeFirst();
        }
        copies.add(copy);
    }

    private void answered(Message error, List<String> offline) {
        count++;
        if (notices.size() == STATED) {
            return;
        }
        Line line = take(lines.get(error.connection()), offline);
        MessageEvidence evidence = new MessageEvidence(frames);
        if (line != null) {
            evidence.add(line.span());
        }
        evidence.add(error);
        String user = error.recipients().isEmpty()
                ? error.connection().client().endpoint().toString()
                : error.recipients().getFirst();
        Notice notice = new Notice(user, offline, error.text(), line, evidence);
        copies.forEach(notice::add);
        notices.add(notice);
    }

    /** The oldest line that is for them; null where none is known. */
    private static @Nullable Line take(@Nullable Deque<Line> sent, List<String> offline) {
        if (sent == null) {
            return null;
        }
        List<String> keys = offline.stream().map(Names::key).toList();
        Line found = sent.stream()
                .filter(line ->
                        line.recipients().stream().map(Names::key).toList().containsAll(keys))
                .findFirst()
                .orElse(null);
        sent.remove(found);
        return found;
    }

    @Override
    public void closed(Connection connection) {
        lines.remove(connection);
    }

    @Override
    List<Finding> state() {
        if (notices.isEmpty()) {
            return List.of(Proof.absent(
                    FindingKind.MESSAGE_TO_OFFLINE, "The capture shows no message to a user who is not online."));
        }
        List<Finding> findings = new ArrayList<>();
        for (Notice notice : notices) {
            findings.add(
                    notice.evidence.proof().state(FindingKind.MESSAGE_TO_OFFLINE, notice.statement(), notice.user));
        }
        if (count > STATED) {
            String statement =
                    Words.number(count) + " lines name users not online; the first " + STATED + " are listed.";
            findings.add(Proof.NONE.state(FindingKind.MESSAGES_TO_OFFLINE, statement, count));
        }
        return findings;
    }
}
