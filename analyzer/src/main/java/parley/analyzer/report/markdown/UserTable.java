package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/** Users with their ports, in the order in which they became known. */
final class UserTable implements Section {
    private static final int ROWS = 100;
    private static final int NAME = 60;

    /** Lines of a connection. */
    private static final class Tally {
        private long sent;
        private long received;
    }

    private record User(String name, Endpoint endpoint, long stream, Tally lines) {
        Subject subject() {
            return new Subject.OfUser(name, endpoint);
        }
    }

    private final List<User> users = new ArrayList<>();
    private final Map<Connection, Tally> open = new HashMap<>();
    private long count;

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        if (user.isEmpty()) {
            return;
        }
        count++;
        if (users.size() < ROWS) {
            users.add(new User(user, connection.client().endpoint(), connection.index(), linesOf(connection)));
        }
    }

    @Override
    public void decoded(Message message) {
        Tally lines = linesOf(message.connection());
        if (message.direction() == Direction.CLIENT) {
            lines.sent++;
        } else {
            lines.received++;
        }
    }

    private Tally linesOf(Connection connection) {
        return open.computeIfAbsent(connection, c -> new Tally());
    }

    @Override
    public void closed(Connection connection) {
        open.remove(connection);
    }

    @Override
    public List<Finding> tells(List<Finding> findings) {
        return List.copyOf(byUser(findings).values());
    }

    private Map<Subject, Finding> byUser(List<Finding> findings) {
        Set<Subject> subjects = users.stream().map(User::subject).collect(Collectors.toSet());
        Map<Subject, Finding> told = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.kind() == FindingKind.USER_IDENTITY
                    && !finding.evidence().isEmpty()
                    && subjects.contains(finding.subject())) {
                told.putIfAbsent(finding.subject(), finding);
            }
        }
        return told;
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (users.isEmpty()) {
            return;
        }
        Map<Subject, Finding> told = byUser(findings);
        List<List<String>> rows = new ArrayList<>();
        for (User user : users) {
            Finding identity = told.get(user.subject());
            rows.add(List.of(
                    MarkdownText.plain(MarkdownText.clip(user.name(), NAME)),
                    user.endpoint().address().toString(),
                    Integer.toString(user.endpoint().port()),
                    Long.toString(user.stream()),
                    Long.toString(user.lines().sent),
                    Long.toString(user.lines().received),
                    identity == null ? "–" : identity.evidence().toString().replace(",", ", "),
                    identity == null ? "–" : filters.link("", identity)));
        }
        out.table(
                List.of(
                        "User",
                        "Address",
                        "Port",
                        "Connection",
                        "Lines sent",
                        "Lines received",
                        "Name in frame",
                        "Filter"),
                rows);
        if (count > ROWS) {
            out.paragraph(
                    "The table has the first " + ROWS + " of " + Words.number(count) + " users; users.csv has all.");
        }
    }
}
