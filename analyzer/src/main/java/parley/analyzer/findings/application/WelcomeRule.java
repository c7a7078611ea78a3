package parley.analyzer.findings.application;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Endpoint;

/** Which servers of the chat there are, and what each says first: the welcome, then the prompt for a name. */
public final class WelcomeRule extends ChatRule {
    private static final int SERVERS = 16;

    /** A line that a server sends to each client in a segment of its own. */
    private record Greeting(String text, long bytes, int segmentLength, Evidence evidence) {
        /** For instance {@code 20 bytes with its line feed}. */
        String size() {
            String ended = bytes > text.getBytes(StandardCharsets.UTF_8).length ? " with its line end" : "";
            return Words.count(bytes, "byte")
                    + ended
                    + (bytes == segmentLength ? "" : " in a segment of " + segmentLength);
        }
    }

    private static final class Server {
        private final Endpoint endpoint;
        private final MessageEvidence first;
        private @Nullable Greeting welcome;
        private @Nullable Greeting prompt;
        private long lines;
        private long unknown;

        private Server(Endpoint endpoint, MessageEvidence first) {
            this.endpoint = endpoint;
            this.first = first;
        }

        boolean speaksOtherwise() {
            return 2 * unknown > lines;
        }
    }

    private final EvidenceLog log;
    private final MessageFrames frames;
    private final List<Server> servers = new ArrayList<>();
    private @Nullable Server latest;
    private long unlisted;

    public WelcomeRule(EvidenceLog log, MessageFrames frames) {
        this.log = log;
        this.frames = frames;
    }

    @Override
    void chat(Message message) {
        Server server = serverOf(message);
        if (server == null) {
            unlisted++;
            return;
        }
        if (message.direction() == Direction.SERVER) {
            server.lines++;
            server.unknown += message.kind().equals("unknown") ? 1 : 0;
        }
        if (server.welcome == null && isFromServer(message, "welcome")) {
            server.welcome = greeting(message);
        } else if (server.prompt == null && isFromServer(message, "prompt")) {
            server.prompt = greeting(message);
        }
    }

    private @Nullable Server serverOf(Message message) {
        Endpoint endpoint = message.connection().server().endpoint();
        if (latest != null && latest.endpoint.equals(endpoint)) {
            return latest;
        }
        latest = servers.stream()
                .filter(server -> server.endpoint.equals(endpoint))
                .findFirst()
                .orElse(null);
        if (latest == null && servers.size() < SERVERS) {
            MessageEvidence first = new MessageEvidence(frames);
            first.add(message);
            latest = new Server(endpoint, first);
            servers.add(latest);
        }
        return latest;
    }

    /** In each stream the line stands at the same place: one filter finds it in all. */
    private Greeting greeting(Message message) {
        int port = message.connection().server().endpoint().port();
        FrameFilter filter = Field.SOURCE_PORT
                .is(port)
                .and(Field.SEQUENCE.is(message.first().sequence()))
                .and(Field.LENGTH.is(message.first().length()));
        Evidence evidence = log.collect(filter);
        if (!evidence.isComplete()) {
            FrameFilter ofStream = Field.STREAM.is(message.connection().index()).and(filter);
            evidence = log.collect(ofStream, message.first().frame());
        }
        return new Greeting(message.text(), message.bytes(), message.first().length(), evidence);
    }

    @Override
    List<Finding> state() {
        List<Finding> findings = new ArrayList<>();
        for (Server server : servers) {
            Greeting welcome = server.welcome;
            if (welcome == null && server.speaksOtherwise()) {
                findings.add(notThisChat(server));
                continue;
            }
            String by = welcome == null
                    ? ", known by " + (server.lines > 0 ? "its" : "its clients'")
                            + " lines: the capture does not show its welcome."
                    : ": it greets each client with " + Words.quote(welcome.text()) + ".";
            findings.add((welcome == null
                            ? server.first.proof()
                            : welcome.evidence().proof())
                    .state(FindingKind.SERVER_IDENTITY, "The chat server is " + server.endpoint + by, server.endpoint));
            if (welcome != null) {
                findings.add(welcome.evidence()
                        .proof()
                        .state(FindingKind.WELCOME_SIZE, "The welcome is " + welcome.size() + ".", welcome.bytes()));
            }
            if (server.prompt != null) {
                findings.add(prompt(server.prompt));
            }
        }
        if (unlisted > 0) {
            String statement = Words.count(unlisted, "message") + (unlisted == 1 ? " is" : " are")
                    + " of further chat servers, which are not listed.";
            findings.add(Proof.NONE.state(FindingKind.SERVER_IDENTITY, statement, unlisted));
        }
        return findings;
    }

    private static Finding notThisChat(Server server) {
        long known = server.lines - server.unknown;
        String statement = server.endpoint + " does not speak this chat: " + Words.number(known) + " of "
                + Words.count(server.lines, "line") + " that it sends " + (known == 1 ? "is a line" : "are lines")
                + " of the protocol. Leave out --decode-as " + server.endpoint.port()
                + "=chat, or load a decoder of your own with --plugin-path.";
        return server.first.proof().state(FindingKind.NOT_THIS_CHAT, statement, known);
    }

    private static Finding prompt(Greeting prompt) {
        String statement =
                "Then the server asks for a name with " + Words.quote(prompt.text()) + ", " + prompt.size() + ".";
        return prompt.evidence().proof().state(FindingKind.PROMPT, statement, prompt.text());
    }
}
