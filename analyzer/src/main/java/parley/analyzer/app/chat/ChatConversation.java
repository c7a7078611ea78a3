package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
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
import parley.protocol.Quota;
import parley.protocol.ServerLine;

/**
 * One chat connection: its lines in both directions, each read as the client's {@link Standing} says. A client may send
 * on before the server answers; a line whose meaning depends on that answer waits for it.
 */
final class ChatConversation implements ConversationDecoder {
    /** Generous towards other servers: a line beyond it is named, not shown. */
    private static final int SERVER_LINE_LIMIT = 1 << 20;

    private static final int MAXIMUM_EARLY_LINES = 4096;

    private final Conversation conversation;
    private final Deliveries deliveries;
    private final Pairs pairs;
    private final SentLines sentLines;
    private final ServerDialects dialects;
    private final ClientLines clientLines;
    private final LineFramer serverFramer;
    private final Quota quota;
    private final LineSink serverSink = new LineSink() {
        @Override
        void line(ChatLine line) {
            serverLine(line);
        }
    };
    private final ClientSink clientSink = new ClientSink();
    private final Deque<ChatLine> earlyLines = new ArrayDeque<>(2);
    private long earlyOctets;
    private boolean noRoom;
    private final Standing standing;
    private Dialect dialect;
    private boolean welcomed;
    private boolean dialectShown;
    private boolean awaitsAnswer;
    private boolean answerMayBeMissing;
    private boolean isOver;
    private String identified = "";
    private @Nullable Midstream midstream;
    private boolean serverSpoke;

    /** Whether lines are read that were held. */
    private boolean readsHeld;

    /** Whether what it sends is read too late for what others have received of it. */
    private boolean isLate;

    private int openAsks;

    /** Whether several asks have waited at once for their answers, which therefore cannot be told apart. */
    private boolean asksAtOnce;

    private @Nullable ChatLine openAccept;

    /** @param quota of octets that are kept of all connections */
    ChatConversation(
            Conversation conversation, Deliveries deliveries, Pairs pairs, ServerDialects dialects, Quota quota) {
        this.pairs = pairs;
        this.midstream = conversation.fromStart() ? null : new Midstream(quota);
        this.conversation = conversation;
        this.deliveries = deliveries;
        this.dialects = dialects;
        this.sentLines = new SentLines(deliveries, conversation);
        this.dialect = dialects.of(conversation.server());
        this.quota = quota;
        this.serverFramer = new LineFramer(SERVER_LINE_LIMIT, quota);
        this.standing = new Standing(conversation, dialect, quota);
        if (midstream != null) {
            standing.began(null, "", "");
        }
        this.clientLines = new ClientLines(conversation, clientSink, quota);
        if (dialect != Dialect.UNKNOWN) {
            clientLines.learn(dialect);
        }
    }

    private final class ClientSink extends LineSink implements ClientLines.Sink {
        @Override
        void line(ChatLine line) {
            Midstream holding = midstream;
            if (holding != null) {
                holding.client(line, dialect);
                readMidstream(holding, false);
            } else {
                read(line);
            }
        }

        private void read(ChatLine line) {
            earlyLines.add(line);
            if (quota.take(line.size())) {
                earlyOctets += line.size();
            } else {
                noRoom = true;
            }
            readEarlyLines();
        }

        /** Where the sender could not send at once, the network has put several writes into one segment. */
        @Override
        public void written(byte[] octets, long start, long end, boolean guessed, boolean whole) {
            int from = 0;
            for (int next = standing.nextLine(octets, from); next > 0; next = standing.nextLine(octets, from)) {
                written(octets, from, next, start, true, true);
                from = next;
            }
            written(octets, from, octets.length, start, guessed, whole);
        }

        private void written(byte[] octets, int from, int to, long start, boolean guessed, boolean whole) {
            int first = from;
            int last = to;
            while (first < last && Character.isWhitespace(octets[first])) {
                first++;
            }
            while (last > first && Character.isWhitespace(octets[last - 1])) {
                last--;
            }
            if (first < last) {
                line(Arrays.copyOfRange(octets, first, last), start + from, start + to, whole, boundary(guessed));
            }
        }

        @Override
        public void tooLong(long start, long end, boolean guessed) {
            tooLong(start, end, boundary(guessed));
        }

        private static DecodedMessage.Boundary boundary(boolean guessed) {
            return guessed ? DecodedMessage.Boundary.GUESSED : DecodedMessage.Boundary.SEGMENT;
        }

        @Override
        public boolean beginsLine(byte[] octets) {
            return standing.begins(LineText.decodeLeniently(octets));
        }
    }

    @Override
    public void data(Direction direction, StreamData data) {
        clientSink.now(data.carrier().timestampNanos());
        serverSink.now(data.carrier().timestampNanos());
        if (direction == Direction.CLIENT) {
            clientLines.data(data);
        } else {
            clientLines.wake(data.carrier().timestampNanos());
            serverFramer.accept(data.bytes(), 0, data.length(), serverSink);
        }
    }

    @Override
    public void gap(Direction direction, long offset, long length) {
        if (direction == Direction.CLIENT) {
            clientLines.gap(length);
            // Where each write is a line, the next one is whole.
            clientSink.afterGap(dialect != Dialect.FIRST);
        } else {
            serverFramer.gap(length, serverSink);
            serverSink.afterGap(true);
            answerMayBeMissing = true;
            if (midstream != null) {
                midstream.gap();
            }
            answerIsMissing();
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
    public void over() {
        // Octets may come after the end of their direction. The server's first: they may tell the dialect.
        serverFramer.close(serverSink);
        clientLines.over();
        if (midstream != null) {
            readMidstream(midstream, true);
        }
        isOver = true;
        answerIsMissing();
        standing.over();
    }

    @Override
    public void wake(long timestampNanos) {
        clientLines.wake(timestampNanos);
    }

    /** Most names are taken: a line that cannot wait for the answer any longer is read as if this one was. */
    private void answerIsMissing() {
        if (awaitsAnswer) {
            awaitsAnswer = false;
            standing.assumeNamed();
            giveOutAccept(List.of());
        }
        readEarlyLines();
    }

    private void readEarlyLines() {
        while (!earlyLines.isEmpty()) {
            if (awaitsAnswer) {
                if (!isOver && !noRoom && earlyLines.size() <= MAXIMUM_EARLY_LINES) {
                    return;
                }
                if (!isOver) {
                    conversation.limitReached();
                }
                standing.assumeNamed();
                giveOutAccept(List.of());
            }
            ChatLine line = earlyLines.removeFirst();
            long taken = Math.min(earlyOctets, line.size());
            earlyOctets -= taken;
            quota.give(taken);
            clientLine(line);
        }
        noRoom = false;
        if (isOver) {
            giveOutAccept(List.of());
        }
    }

    private void clientLine(ChatLine line) {
        if (!line.readable()) {
            awaitsAnswer = dialect != Dialect.FIRST && standing.isOpening();
            emit(Direction.CLIENT, ChatKind.UNKNOWN, standing.user(), List.of(), line, line.text(), 0);
            return;
        }
        if (!serverSpoke) {
            standing.missesServer();
        }
        ClientLine read = standing.read(line.text());
        if (standing.acceptsUnseen(read)) {
            openAccept = line;
            awaitsAnswer = true;
            return;
        }
        List<String> recipients = standing.recipients(read);
        String said = read instanceof ClientLine.Direct direct ? direct.text() : line.text();
        awaitsAnswer = standing.waitsForAnswer(read);
        long number = emit(Direction.CLIENT, ChatKind.of(read), standing.claimedName(), recipients, line, said, 0);
        if (!isLate) {
            sentLines.sent(read, standing, recipients, number);
        }
        standing.sent(read, recipients);
        if (read instanceof ClientLine.Ask) {
            openAsks++;
            asksAtOnce |= openAsks > 1;
        }
        if (!serverSpoke) {
            standing.lostTrackAfter(read);
        }
        identify();
    }

    /** The answer has come to an accept of a request that was not captured. */
    private void giveOutAccept(List<String> requester) {
        ChatLine line = openAccept;
        if (line != null) {
            openAccept = null;
            ClientLine accept = new ClientLine.Accept(null);
            long number = emit(
                    Direction.CLIENT, ChatKind.of(accept), standing.claimedName(), requester, line, line.text(), 0);
            if (!isLate) {
                sentLines.sent(accept, standing, requester, number);
            }
            if (!serverSpoke) {
                standing.lostTrackAfter(accept);
            }
            identify();
        }
    }

    private void answerAccept(ServerLine read) {
        switch (read) {
            case ServerLine.Private with -> giveOutAccept(List.of(with.name()));
            case ServerLine.Error error ->
                giveOutAccept(error.equals(ServerLine.Error.NO_REQUEST) ? List.of(Standing.SERVER) : List.of());
            default -> {
                // It answers something else.
            }
        }
    }

    private void serverLine(ChatLine line) {
        if (line.readable()) {
            learnDialect(line.text());
        }
        Midstream holding = midstream;
        if (holding == null) {
            readServerLine(line);
            return;
        }
        ServerLine read = line.readable() ? dialect.parse(line.text()) : new ServerLine.Unknown(line.text());
        holding.server(line, read);
        holding.isUser(pairs.name(conversation.server(), read, this, line.nanos()));
        readMidstream(holding, false);
    }

    /** Reads what was held once it tells what there was to be told, or nothing more will come. */
    @SuppressWarnings("ReferenceEquality") // another connection may have had it read
    private void readMidstream(Midstream holding, boolean last) {
        if (midstream != holding || !(holding.isTold() || last)) {
            return;
        }
        midstream = null;
        ClientLine.State first = holding.first(dialect);
        standing.began(first, first == ClientLine.State.OPENING ? "" : holding.user(), holding.partner());
        List<Midstream.Held> lines = holding.release();
        readsHeld = true;
        for (int i = 0; i < lines.size(); i++) {
            isLate = i < lines.size() - 1;
            Midstream.Held held = lines.get(i);
            if (held.direction() == Direction.CLIENT) {
                clientSink.read(held.line());
            } else {
                readServerLine(held.line());
            }
        }
        isLate = false;
        readsHeld = false;
    }

    /** What the server has said to another client tells who this one is. */
    void isUser(String name) {
        Midstream holding = midstream;
        if (holding != null) {
            holding.isUser(name);
            readMidstream(holding, false);
        } else {
            standing.isUser(name);
            identify();
        }
    }

    private void readServerLine(ChatLine line) {
        serverSpoke = true;
        if (!line.readable()) {
            emit(Direction.SERVER, ChatKind.UNKNOWN, Standing.SERVER, List.of(), line, line.text(), 0);
            return;
        }
        ServerLine read = dialect.parse(line.text());
        if (standing.isOpening() && Dialect.toldByAnswer(read) != Dialect.UNKNOWN) {
            clientLines.answered();
        }
        answerAccept(read);
        boolean refusesName = read instanceof ServerLine.Error && standing.isOpening() && awaitsAnswer;
        boolean answers = standing.received(read);
        switch (read) {
            case ServerLine.Error error -> sentLines.refused(error, standing);
            case ServerLine.Private with -> sentLines.agreed(with.name(), standing);
            default -> {
                // Nothing that was sent hangs on it.
            }
        }
        pair(line, read);
        emitServerLine(line, read, refusesName ? ChatKind.REFUSED : ChatKind.of(read));
        identify();
        if (read instanceof ServerLine.Hello) {
            conversation.identifiedForGood();
        }
        if (awaitsAnswer && answers) {
            awaitsAnswer = false;
            readEarlyLines();
        }
    }

    private void pair(ChatLine line, ServerLine read) {
        if (standing.user().isEmpty() && !readsHeld) {
            standing.isUser(pairs.name(conversation.server(), read, this, line.nanos()));
        } else if (!standing.user().isEmpty() && !(asksAtOnce && read instanceof ServerLine.Requested)) {
            pairs.told(conversation.server(), standing.user(), read, line.nanos());
        }
        if (read instanceof ServerLine.Requested || read instanceof ServerLine.Error) {
            openAsks = Math.max(0, openAsks - 1);
            asksAtOnce &= openAsks > 0;
        }
    }

    private void emitServerLine(ChatLine line, ServerLine read, String kind) {
        String user = standing.user();
        long forwards = deliveries.deliver(user, read);
        switch (read) {
            case ServerLine.Direct direct ->
                emit(Direction.SERVER, kind, direct.sender(), direct.recipients(), line, direct.text(), forwards);
            case ServerLine.Text told ->
                emit(Direction.SERVER, kind, told.sender(), named(user), line, told.text(), forwards);
            default -> emit(Direction.SERVER, kind, Standing.SERVER, named(user), line, line.text(), forwards);
        }
    }

    private static List<String> named(String user) {
        return user.isEmpty() ? List.of() : List.of(user);
    }

    private long emit(
            Direction direction,
            String kind,
            String sender,
            List<String> recipients,
            ChatLine line,
            String said,
            long forwards) {
        return conversation.message(new DecodedMessage(
                direction, kind, sender, recipients, said, line.start(), line.end(), forwards, line.boundary()));
    }

    private void identify() {
        if (!standing.user().equals(identified)) {
            identified = standing.user();
            if (!identified.isEmpty()) {
                pairs.named(conversation.server(), identified);
            }
            conversation.identify(identified);
        }
    }

    /** The first answer to a name tells the dialect, whatever an earlier connection to this server has shown. */
    private void learnDialect(String text) {
        if (dialectShown) {
            return;
        }
        ServerLine line = ServerLine.parse(text);
        welcomed |= line instanceof ServerLine.Welcome || line instanceof ServerLine.Prompt;
        Dialect told = welcomed && !answerMayBeMissing ? Dialect.toldByAnswer(line) : Dialect.toldBy(text);
        if (!welcomed && !(line instanceof ServerLine.Hello) && midstream == null) {
            standing.skipOpening();
        }
        if (told == Dialect.UNKNOWN) {
            return;
        }
        dialectShown = true;
        if (told != dialect) {
            dialect = told;
            standing.speaks(told);
            if (dialects.learn(conversation.server(), told)) {
                conversation.limitReached();
            }
            clientLines.learn(told);
        }
    }
}
