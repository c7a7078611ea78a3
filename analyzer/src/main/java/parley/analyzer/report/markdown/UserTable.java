package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/** Users with their ports, in the order in which they became known. */
final class UserTable implements Section {
    private static final int ROWS = 100;
    private static final int NAME = 60;

    private static final class User {
        private final String name;
        private final Endpoint endpoint;
        private final long stream;
        private long sent;
        private long received;

        private User(String name, Connection connection) {
            this.name = name;
            this.endpoint = connection.client().endpoint();
            this.stream = connection.index();
        }
    }

    private final List<User> users = new ArrayList<>();
    private final Map<Connection, User> open = new HashMap<>();
    private long count;

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        if (user.isEmpty()) {
            return;
        }
        count++;
        if (users.size() < ROWS) {
            User known = new User(user, connection);
            users.add(known);
            open.put(connection, known);
        }
    }

    @Override
    public void decoded(Message message) {
        User user = open.get(message.connection());
        if (user == null) {
            return;
        }
        if (message.direction() == Direction.CLIENT) {
            user.sent++;
        } else {
            user.received++;
        }
    }

    @Override
    public void closed(Connection connection) {
        open.remove(connection);
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings) throws IOException {
        if (users.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (User user : users) {
            rows.add(List.of(
                    MarkdownText.plain(MarkdownText.clip(user.name, NAME)),
                    user.endpoint.address().toString(),
                    Integer.toString(user.endpoint.port()),
                    Long.toString(user.stream),
                    Long.toString(user.sent),
                    Long.toString(user.received)));
        }
        out.table(List.of("User", "Address", "Port", "Connection", "Lines sent", "Lines received"), rows);
        String more = count > ROWS
                ? " The table has the first " + ROWS + " of " + Words.number(count) + " users; users.csv has all."
                : "";
        out.paragraph("Lines are counted from the moment the user is known." + more);
    }
}
