package parley.analyzer.app.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.ConversationDecoder;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.protocol.ClientLine;
import parley.protocol.LineFramer;
import parley.protocol.LineText;
import parley.protocol.ServerLine;

/**
 * One chat connection. What the client's lines mean depends on where it stands, which the server's answers tell: a name
 * counts once it is greeted, a private chat lasts from {@code private with} to {@code ended}.
 */
final class ChatConversation implements ConversationDecoder {
    /** Generous towards other servers: a line beyond it is named, not shown. */
    private static final int SERVER_LINE_LIMIT = 1 << 20;

    private static final String SERVER = "server";

    private final Conversation conversation;
    private final Deliveries deliveries;
    private final ClientLines clientLines;
    private final LineFramer serverFramer = new LineFramer(SERVER_LINE_LIMIT);
    private final LineFramer.Sink serverSink = new Sink(Direction.SERVER);
    private final ServerDialects dialects;
    private Dialect dialect;
    private ClientLine.State state = ClientLine.State.OPENING;
    private boolean started;
    private boolean answered;
    private boolean clientFragment;
    private boolean serverFragment;
    private String asked = "";
    private String user = "";
    private String partner = "";
    private String requester = "";

    ChatConversation(Conversation conversation, Deliveries deliveries, ServerDialects dialects) {
        this.conversation = conversation;
        this.deliveries = deliveries;
        this.dialects = dialects;
        this.dialect = dialects.of(conversation.server());
        this.clientLines = new ClientLines(conversation, new Sink(Direction.CLIENT));
        if (dialect != Dialect.UNKNOWN) {
            clientLines.learn(dialect);
        }
    }

    private final class Sink implements LineFramer.Sink {
        private final Direction direction;

        Sink(Direction direction) {
            this.direction = direction;
        }

        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
            String text = LineText.decodeLeniently(bytes);
            boolean readable = LineText.decode(bytes).isPresent() && !LineText.hasControlCharacters(text);
            boolean client = direction == Direction.CLIENT;
            boolean fragment = ended == LineFramer.End.GAP || (client ? clientFragment : serverFragment);
            if (client) {
                clientFragment = false;
            } else {
                serverFragment = false;
            }
            if (!readable || fragment) {
                emit(direction, ChatKind.UNKNOWN, client ? user : SERVER, List.of(), text, start, end, 0);
            } else if (client) {
                clientLine(text, start, end);
            } else {
                serverLine(text, start, end);
            }
        }

        @Override
        public void tooLong(long start, long end) {
            String text = "(a line of " + (end - start) + " octets)";
            String sender = direction == Direction.CLIENT ? user : SERVER;
            emit(direction, ChatKind.UNKNOWN, sender, List.of(), text, start, end, 0);
        }
    }

    @Override
    public void data(Direction direction, StreamData data) {
        if (direction == Direction.CLIENT) {
            clientLines.data(data);
        } else {
            serverFramer.accept(data.bytes(), 0, data.length(), serverSink);
        }
    }

    @Override
    public void gap(Direction direction, long offset, long length) {
        if (direction == Direction.CLIENT) {
            clientLines.gap(length);
            clientFragment = true;
        } else {
            serverFramer.gap(length, serverSink);
            serverFragment = true;
        }
    }

    @Override
    public void end(Direction direction, StreamListener.End end) {
        if (direction == Direction.CLIENT) {
            clientLines.close();
        } else {
            serverFramer.close(serverSink);
        }
    }

    @Override
    public void wake(long timestampNanos) {
        clientLines.wake(timestampNanos);
    }

    private long emit(
            Direction direction,
            String kind,
            String sender,
            List<String> recipients,
            String text,
            long start,
            long end,
            long forwards) {
        return conversation.message(
                new DecodedMessage(direction, kind, sender, recipients, text, start, end, forwards));
    }

    private void clientLine(String text, long start, long end) {
        ClientLine line = ClientLine.parse(text, state);
        if (state == ClientLine.State.OPENING && line instanceof ClientLine.Name name) {
            asked = name.name();
        }
        List<String> recipients = switch (line) {
            case ClientLine.Direct direct -> direct.recipients();
            case ClientLine.Ask ask -> List.of(ask.name());
            case ClientLine.Accept accept -> requesterOf(accept.name());
            case ClientLine.Reject reject -> requesterOf(reject.name());
            case ClientLine.Text ignored -> List.of(partner);
            case ClientLine.Leave ignored -> partner.isEmpty() ? List.of(SERVER) : List.of(partner);
            case ClientLine.Name ignored -> List.of(SERVER);
            case ClientLine.Who ignored -> List.of(SERVER);
            case ClientLine.Help ignored -> List.of(SERVER);
            case ClientLine.Exit ignored -> List.of(SERVER);
            case ClientLine.Unknown ignored -> List.of(SERVER);
        };
        String said = line instanceof ClientLine.Direct direct ? direct.text() : text;
        String sender = user.isEmpty() ? asked : user;
        long number = emit(Direction.CLIENT, ChatKind.of(line), sender, recipients, said, start, end, 0);
        if (state == ClientLine.State.OPENING && dialect == Dialect.FIRST) {
            // The first server takes any name, and its client's next segment is already a command.
            named(asked);
        }
        expectDeliveries(line, number);
    }

    private List<String> requesterOf(@Nullable String name) {
        String whose = name == null ? requester : name;
        return whose.isEmpty() ? List.of(SERVER) : List.of(whose);
    }

    private void expectDeliveries(ClientLine line, long number) {
        switch (line) {
            case ClientLine.Direct direct -> {
                ServerLine delivered = new ServerLine.Direct(direct.sender(), direct.recipients(), direct.text());
                direct.recipients().stream().distinct().forEach(r -> deliveries.expect(r, delivered, number));
            }
            case ClientLine.Ask ask -> deliveries.expect(ask.name(), new ServerLine.Request(user), number);
            case ClientLine.Reject reject ->
                requesterOf(reject.name()).forEach(r -> deliveries.expect(r, new ServerLine.Rejected(user), number));
            case ClientLine.Text text -> deliveries.expect(partner, new ServerLine.Text(user, text.text()), number);
            case ClientLine.Leave ignored -> deliveries.expect(partner, new ServerLine.Ended(user), number);
            default -> {
                // The server answers the others itself.
            }
        }
    }

    private void serverLine(String text, long start, long end) {
        learnDialect(text);
        ServerLine line = dialect.parse(text);
        if (state == ClientLine.State.OPENING && Dialect.toldBy(line) != Dialect.UNKNOWN) {
            clientLines.answered();
        }
        String kind = line instanceof ServerLine.Error && state == ClientLine.State.OPENING && started
                ? ChatKind.REFUSED
                : ChatKind.of(line);
        follow(line);
        String sender = SERVER;
        String said = text;
        List<String> recipients = user.isEmpty() ? List.of() : List.of(user);
        if (line instanceof ServerLine.Direct direct) {
            sender = direct.sender();
            recipients = direct.recipients();
            said = direct.text();
        } else if (line instanceof ServerLine.Text told) {
            sender = told.sender();
            said = told.text();
        }
        long forwards = deliveries.delivered(user, line);
        emit(Direction.SERVER, kind, sender, recipients, said, start, end, forwards);
    }

    /** The first answer to a name tells the dialect, whatever an earlier connection to this server has shown. */
    private void learnDialect(String text) {
        ServerLine line = ServerLine.parse(text);
        if (line instanceof ServerLine.Welcome) {
            started = true;
        }
        Dialect told = Dialect.toldBy(line);
        if (answered || told == Dialect.UNKNOWN) {
            return;
        }
        answered = true;
        if (!started) {
            // The capture began in mid-conversation: the opening is over.
            state = ClientLine.State.LOBBY;
        }
        if (told != dialect) {
            dialect = told;
            dialects.learn(conversation.server(), told);
            clientLines.learn(told);
        }
    }

    private void named(String name) {
        user = name;
        state = ClientLine.State.LOBBY;
        conversation.identify(user);
    }

    /** What a server's line says about where the client stands from now on. */
    private void follow(ServerLine line) {
        switch (line) {
            case ServerLine.Hello hello -> named(hello.name());
            case ServerLine.Request request -> requester = request.name();
            case ServerLine.Private with -> {
                partner = with.name();
                requester = "";
                state = ClientLine.State.PRIVATE;
            }
            case ServerLine.Ended ignored -> {
                partner = "";
                state = ClientLine.State.LOBBY;
            }
            default -> {
                // Leaves the client where it stands.
            }
        }
    }
}
