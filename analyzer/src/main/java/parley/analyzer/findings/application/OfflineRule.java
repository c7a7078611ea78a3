package parley.analyzer.findings.application;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    private static final int CONNECTIONS = 10_000;
    private static final int COPIES = 32;

    /** What a client has sent to somebody, which its server may still answer so. */
    private record Line(long number, List<String> recipients, int size, MessageFrames.@Nullable Span span)
            implements RecentLines.Line {
        static Line of(Message message) {
            List<String> recipients = message.recipients();
            return new Line(message.number(), recipients, RecentLines.sizeOf(recipients), MessageFrames.span(message));
        }

        boolean isFor(Set<String> keys) {
            return keysOf(recipients).containsAll(keys);
        }
    }

    /** What the server has passed on of the line of a number. */
    private record Copy(long number, MessageFrames.@Nullable Span span) {}

    /** As it is told: of names and words no more than that is kept. */
    private static final class Notice {
        private final String user;
        private final String statement;
        private final @Nullable Line line;
        private final String others;
        private final int otherCount;
        private final MessageEvidence evidence;
        private int copies;

        Notice(String user, List<String> offline, String text, @Nullable Line line, MessageEvidence evidence) {
            this.user = Words.clip(user);
            this.statement = "A line of " + this.user + " names " + Words.names(offline)
                    + (offline.size() == 1 ? ", who is" : ", who are") + " not online: the server answers it with "
                    + Words.quote(text);
            this.line = line == null ? null : new Line(line.number(), List.of(), 0, line.span());
            Set<String> absent = keysOf(offline);
            List<String> reached = line == null
                    ? List.of()
                    : line.recipients().stream()
                            .filter(name -> !absent.contains(Names.key(name)))
                            .toList();
            this.others = Words.names(reached);
            this.otherCount = reached.size();
            this.evidence = evidence;
        }

        void add(Copy copy) {
            if (line != null && copy.number() == line.number()) {
                copies++;
                evidence.add(copy.span());
            }
        }

        String statement() {
            String reach =
                    copies == 0 ? "" : "; it reaches " + (copies == otherCount ? others : Words.count(copies, "other"));
            return statement + reach + ".";
        }
    }

    private static Set<String> keysOf(List<String> names) {
        return names.stream().map(Names::key).collect(Collectors.toSet());
    }

    private final MessageFrames frames;
    private final RecentLines<Connection, Line> lines;
    private final Deque<Copy> copies = new ArrayDeque<>();
    private final List<Notice> notices = new ArrayList<>();
    private long count;

    public OfflineRule(MessageFrames frames) {
        this.frames = frames;
        lines = new RecentLines<>(CONNECTIONS, frames);
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
            lines.add(message.connection(), Line.of(message));
        }
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
        Set<String> keys = keysOf(offline);
        Line line = lines.of(error.connection()).stream()
                .filter(sent -> sent.isFor(keys))
                .findFirst()
                .orElse(null);
        lines.remove(error.connection(), line);
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

    @Override
    public void closed(Connection connection) {
        lines.forget(connection);
    }

    @Override
    List<Finding> state() {
        if (notices.isEmpty()) {
            return List.of(Proof.noneSeen(FindingKind.MESSAGE_TO_OFFLINE, "message to a user who is not online"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Notice notice : notices) {
            findings.add(
                    notice.evidence.proof().state(FindingKind.MESSAGE_TO_OFFLINE, notice.statement(), notice.user));
        }
        if (count > STATED) {
            String statement =
                    Words.number(count) + " lines name users not online; the first " + STATED + " are listed.";
            findings.add(Proof.rest(FindingKind.MESSAGE_TO_OFFLINE, statement, count));
        }
        return findings;
    }
}
