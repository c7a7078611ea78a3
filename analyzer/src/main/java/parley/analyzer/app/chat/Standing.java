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

    /** Whether the client may be in a private chat as well as in the lobby, where {@link #state} says it is. */
    private boolean unsure;

    /** Whether others may have asked for a private chat before the capture began. */
    private boolean requestsUnseen;

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

    /** Whether a user of a server may be called so: the first one takes any name. */
    static boolean mayBeName(String name, Dialect dialect) {
        return dialect == Dialect.FIRST || Names.refusal(name).isEmpty();
    }

    /**
     * The capture began in mid-conversation.
     *
     * @param where the client stood; null where nothing tells
     * @param as who it is, empty where nothing tells
     * @param with whom it was in private with, empty for nobody or where nothing tells
     */
    void began(ClientLine.@Nullable State where, String as, String with) {
        unsure = where == null;
        state = where == null ? ClientLine.State.LOBBY : where;
        requestsUnseen = state != ClientLine.State.OPENING;
        user = kept(as);
        partner = kept(with);
    }

    /** Nothing that the server says is seen: who has asked for a chat is not known. */
    void missesServer() {
        requestsUnseen = true;
    }

    /** Another connection tells who the client is. */
    void isUser(String name) {
        if (user.isEmpty()) {
            user = kept(name);
        }
    }

    /** The client has sent what may move it, and nothing shows the answer. */
    void lostTrackAfter(ClientLine line) {
        unsure |= switch (line) {
            case ClientLine.Ask ignored -> true;
            case ClientLine.Accept ignored -> true;
            case ClientLine.Leave ignored -> true;
            default -> false;
        };
    }

    /** Whether the answer to that line alone tells whose request it accepts. */
    boolean acceptsUnseen(ClientLine line) {
        return line instanceof ClientLine.Accept && recipients(line).isEmpty();
    }

    /** Reads a line of the client; what it asks for is remembered. */
    ClientLine read(String text) {
        ClientLine line = ClientLine.parse(text, state);
        if (unsure && line instanceof ClientLine.Ask) {
            // It may be what is said in private.
            line = new ClientLine.Unknown(text);
        }
        boolean tells = unsure || user.isEmpty();
        if (tells && line instanceof ClientLine.Direct direct && mayBeName(direct.sender(), dialect)) {
            unsure = false;
            isUser(direct.sender());
        }
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
     * Where a message of this user to chosen recipients begins right after other words, in what came at once from an
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
            case ClientLine.Text ignored -> partners();
            case ClientLine.Leave ignored -> unsure || state == ClientLine.State.PRIVATE ? partners() : List.of(SERVER);
            case ClientLine.Unknown ignored when unsure -> List.of();
            default -> List.of(SERVER);
        };
    }

    /** Whose request is answered: with Parley the oldest one's, with the first server the latest one's. */
    private List<String> requesterOf(@Nullable String name) {
        boolean olderCounts = dialect != Dialect.FIRST || requesters.isEmpty();
        if (name == null && requestsUnseen && olderCounts) {
            return List.of();
        }
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
        unsure = false;
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
                requestsUnseen = false;
                yield true;
            }
            case ServerLine.Private with -> {
                partner = kept(with.name());
                forgetRequest(partner);
                state = ClientLine.State.PRIVATE;
                unsure = false;
                yield true;
            }
            case ServerLine.Ended ignored -> {
                partner = "";
                state = ClientLine.State.LOBBY;
                unsure = false;
                yield true;
            }
            case ServerLine.Error error -> {
                refused(error);
                yield true;
            }
            case ServerLine.Welcome ignored -> false;
            case ServerLine.Closing ignored -> false;
            case ServerLine.Unknown ignored -> false;
            default -> heard(line);
        };
    }

    private void refused(ServerLine.Error error) {
        unsure &= !error.answersCommand();
        if (error.equals(ServerLine.Error.NO_REQUEST) && requesters.isEmpty()) {
            requestsUnseen = false;
        }
        if (dialect != Dialect.FIRST && !error.refusedSpeaker().isEmpty()) {
            user = kept(error.refusedSpeaker());
        }
    }

    /** Only who has a name hears what others do. */
    private boolean heard(ServerLine line) {
        boolean showsName = isOpening();
        assumeNamed();
        switch (line) {
            case ServerLine.Request request -> {
                unsure = false;
                requestedBy(request.name());
            }
            case ServerLine.Requested ignored -> unsure = false;
            case ServerLine.Menu ignored -> unsure = false;
            case ServerLine.Text told -> spokenTo(told.sender());
            case ServerLine.Left left -> left.names().forEach(this::forgetRequest);
            default -> {
                // It says nothing of this client.
            }
        }
        return showsName;
    }

    private void spokenTo(String by) {
        if (unsure && mayBeName(by, Dialect.PARLEY)) {
            unsure = false;
            state = ClientLine.State.PRIVATE;
        }
        if (state == ClientLine.State.PRIVATE && partner.isEmpty()) {
            partner = kept(by);
        }
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
