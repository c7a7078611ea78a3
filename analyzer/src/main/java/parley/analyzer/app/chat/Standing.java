package parley.analyzer.app.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Conversation;
import parley.analyzer.app.DecodedMessage;
import parley.protocol.ClientLine;
import parley.protocol.LineText;
import parley.protocol.Names;
import parley.protocol.Quota;
import parley.protocol.ServerLine;

/**
 * Where a client stands, which decides what its next line means; the server's answers tell. A name counts once it is
 * greeted, a private chat lasts from {@code private with} to {@code ended}.
 */
final class Standing {
    static final String SERVER = DecodedMessage.SERVER;

    private static final int MAXIMUM_REQUESTS = 1000;

    /** Characters of a name that are kept, many more than a name has. */
    private static final int MAXIMUM_NAME = 256;

    /** What a request takes besides the characters of its name. */
    private static final int REQUEST = 64;

    /** What may stand right before a line that the one before it runs into, beside letters and digits. */
    private static final String ENDINGS = ".!?…)";

    private Dialect dialect;
    private ClientLine.State state = ClientLine.State.OPENING;
    private String askedName = "";
    private String user = "";
    private String partner = "";
    private final Deque<String> requesters = new ArrayDeque<>(1);
    private final Quota quota;
    private final Conversation conversation;

    /** @param quota of octets that are kept of all connections */
    Standing(Conversation conversation, Dialect dialect, Quota quota) {
        this.conversation = conversation;
        this.dialect = dialect;
        this.quota = quota;
    }

    void speaks(Dialect learned) {
        dialect = learned;
    }

    boolean isOpening() {
        return state == ClientLine.State.OPENING;
    }

    /** Who the client is, empty where not known. */
    String user() {
        return user;
    }

    /** Who the client is or wants to be. */
    String claimedName() {
        return user.isEmpty() ? askedName : user;
    }

    /** The partner in a private chat, if there is one. */
    List<String> partners() {
        return partner.isEmpty() ? List.of() : List.of(partner);
    }

    /** The first server passes on a message under any name, Parley only under one's own. */
    boolean maySpeakAs(String name) {
        return dialect == Dialect.FIRST || user.isEmpty() || Names.key(name).equals(Names.key(user));
    }

    /** Reads a line of the client; what it asks for is remembered. */
    ClientLine read(String text) {
        ClientLine line = ClientLine.parse(text, state);
        if (line instanceof ClientLine.Name name) {
            askedName = kept(name.name());
        }
        return line;
    }

    /** Whether the client may begin a line with these words, rather than go on with one. */
    boolean begins(String text) {
        return switch (ClientLine.parse(text, state)) {
            case ClientLine.Unknown ignored -> false;
            // So reads the rest of any word.
            case ClientLine.Ask ignored -> false;
            case ClientLine.Direct direct -> direct.sender().equals(user);
            default -> true;
        };
    }

    /**
     * Where a message of this user to chosen recipients begins right behind other words, in what came at once from an
     * index on: nobody who quotes such a message leaves out the space. -1 for nowhere.
     */
    int nextLine(byte[] octets, int from) {
        if (state != ClientLine.State.LOBBY || user.isEmpty()) {
            return -1;
        }
        String words =
                LineText.decode(Arrays.copyOfRange(octets, from, octets.length)).orElse("");
        int at = words.indexOf(user + " to ", 1);
        while (at > 0 && !(runsInto(words.codePointBefore(at)) && begins(words.substring(at)))) {
            at = words.indexOf(user + " to ", at + 1);
        }
        return at < 0 ? -1 : from + words.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean runsInto(int character) {
        return Character.isLetterOrDigit(character) || ENDINGS.indexOf(character) >= 0;
    }

    List<String> recipients(ClientLine line) {
        return switch (line) {
            case ClientLine.Direct direct -> direct.recipients();
            case ClientLine.Ask ask -> List.of(ask.name());
            case ClientLine.Accept accept -> requesterOf(accept.name());
            case ClientLine.Reject reject -> requesterOf(reject.name());
            case ClientLine.Text ignored -> List.of(partner);
            case ClientLine.Leave ignored -> partner.isEmpty() ? List.of(SERVER) : List.of(partner);
            default -> List.of(SERVER);
        };
    }

    /** Whose request is answered: with Parley the oldest one's, with the first server the latest one's. */
    private List<String> requesterOf(@Nullable String name) {
        String whose = name != null ? name : dialect == Dialect.FIRST ? requesters.peekLast() : requesters.peekFirst();
        return List.of(whose == null ? SERVER : whose);
    }

    /** Whether the server's answer to that line decides how the client's next one reads. */
    boolean waitsForAnswer(ClientLine line) {
        return dialect != Dialect.FIRST
                && switch (line) {
                    case ClientLine.Name ignored -> true;
                    case ClientLine.Accept ignored -> true;
                    case ClientLine.Leave ignored -> state == ClientLine.State.PRIVATE;
                    default -> false;
                };
    }

    /** The client has sent that line, whose recipients are known. */
    void sent(ClientLine line, List<String> recipients) {
        if (line instanceof ClientLine.Reject) {
            recipients.forEach(this::forgetRequest);
        }
        if (line instanceof ClientLine.Name && dialect == Dialect.FIRST) {
            // The first server takes any name, and its client's next segment is already a command.
            takeName(askedName);
        }
        if (line instanceof ClientLine.Direct direct && user.isEmpty()) {
            takeName(direct.sender());
        }
    }

    /** The client has sent its name and got past it, though the capture does not show how. */
    void assumeNamed() {
        if (isOpening() && !askedName.isEmpty()) {
            takeName(askedName);
        }
    }

    /** The capture began in mid-conversation: the opening is over. */
    void skipOpening() {
        if (isOpening()) {
            state = ClientLine.State.LOBBY;
        }
    }

    private void takeName(String name) {
        user = kept(name);
        state = ClientLine.State.LOBBY;
    }

    /** Nothing more comes. */
    void over() {
        List.copyOf(requesters).forEach(this::forgetRequest);
    }

    private static String kept(String name) {
        return name.length() <= MAXIMUM_NAME ? name : name.substring(0, MAXIMUM_NAME) + "…";
    }

    /**
     * The server has sent that line.
     *
     * @return whether it may be the answer to a line that waits for one
     */
    boolean received(ServerLine line) {
        return switch (line) {
            case ServerLine.Prompt ignored -> {
                prompted();
                yield false;
            }
            case ServerLine.Hello hello -> {
                takeName(hello.name());
                yield true;
            }
            case ServerLine.Private with -> {
                partner = kept(with.name());
                forgetRequest(partner);
                state = ClientLine.State.PRIVATE;
                yield true;
            }
            case ServerLine.Ended ignored -> {
                partner = "";
                state = ClientLine.State.LOBBY;
                yield true;
            }
            case ServerLine.Error ignored -> true;
            case ServerLine.Welcome ignored -> false;
            case ServerLine.Closing ignored -> false;
            case ServerLine.Unknown ignored -> false;
            default -> heard(line);
        };
    }

    /** Only who has a name hears what others do. */
    private boolean heard(ServerLine line) {
        boolean showsName = isOpening();
        assumeNamed();
        if (line instanceof ServerLine.Request request) {
            requestedBy(request.name());
        } else if (line instanceof ServerLine.Left left) {
            left.names().forEach(this::forgetRequest);
        }
        return showsName;
    }

    /** Parley asks for a name once more where it refused one; the first server may ask for one that is on its way. */
    private void prompted() {
        if (dialect == Dialect.PARLEY) {
            user = "";
            state = ClientLine.State.OPENING;
        }
    }

    private void requestedBy(String name) {
        String requester = kept(name);
        forgetRequest(requester);
        if (requesters.size() == MAXIMUM_REQUESTS) {
            forgetRequest(requesters.getFirst());
            conversation.limitReached();
        }
        if (quota.take(size(requester))) {
            requesters.addLast(requester);
        } else {
            conversation.limitReached();
        }
    }

    private void forgetRequest(String name) {
        if (requesters.remove(name)) {
            quota.give(size(name));
        }
    }

    private static int size(String name) {
        return REQUEST + 2 * name.length();
    }
}
