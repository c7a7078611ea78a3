package parley.analyzer.app.chat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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

    /** What a line takes besides its text. */
    private static final int LINE = 100;

    /** @param readable whether it is whole, and the text that it should be */
    private record Line(String text, boolean readable, long start, long end, DecodedMessage.Boundary boundary) {
        /** Octets that it takes while it waits. */
        int size() {
            return LINE + 2 * text.length();
        }
    }

    private final Conversation conversation;
    private final Deliveries deliveries;
    private final SentLines sentLines;
    private final ServerDialects dialects;
    private final ClientLines clientLines;
    private final LineFramer serverFramer;
    private final Quota quota;
    private final Sink serverSink = new Sink() {
        @Override
        void line(Line line) {
            serverLine(line);
        }
    };
    private final ClientSink clientSink = new ClientSink();
    private final Deque<Line> earlyLines = new ArrayDeque<>(2);
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

    /** @param quota of octets that are kept of all connections */
    ChatConversation(Conversation conversation, Deliveries deliveries, ServerDialects dialects, Quota quota) {
        this.conversation = conversation;
        this.deliveries = deliveries;
        this.dialects = dialects;
        this.sentLines = new SentLines(deliveries, conversation);
        this.dialect = dialects.of(conversation.server());
        this.quota = quota;
        this.serverFramer = new LineFramer(SERVER_LINE_LIMIT, quota);
        this.standing = new Standing(conversation, dialect, quota);
        this.clientLines = new ClientLines(conversation, clientSink, quota);
        if (dialect != Dialect.UNKNOWN) {
            clientLines.learn(dialect);
        }
    }

    /** Tells whole lines from what a gap has left of one. */
    private abstract static class Sink implements LineFramer.Sink {
        boolean behindGap;

        abstract void line(Line line);

        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
            line(bytes, start, end, ended != LineFramer.End.GAP, DecodedMessage.Boundary.MARKED);
        }

        void line(byte[] bytes, long start, long end, boolean whole, DecodedMessage.Boundary boundary) {
            Optional<String> decoded = LineText.decode(bytes);
            String text = decoded.isPresent() ? decoded.get() : LineText.decodeLeniently(bytes);
            boolean readable = decoded.isPresent() && !LineText.hasControlCharacters(text);
            boolean complete = whole && !behindGap;
            behindGap = false;
            line(new Line(text, complete && readable, start, end, boundary));
        }

        @Override
        public void tooLong(long start, long end) {
            tooLong(start, end, DecodedMessage.Boundary.MARKED);
        }

        void tooLong(long start, long end, DecodedMessage.Boundary boundary) {
            behindGap = false;
            line(new Line("(a line of " + (end - start) + " octets)", false, start, end, boundary));
        }
    }

    private final class ClientSink extends Sink implements ClientLines.Sink {
        @Override
        void line(Line line) {
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
            clientSink.behindGap = dialect != Dialect.FIRST;
        } else {
            serverFramer.gap(length, serverSink);
            serverSink.behindGap = true;
            answerMayBeMissing = true;
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
        isOver = true;
        clientLines.over();
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
            }
            Line line = earlyLines.removeFirst();
            long taken = Math.min(earlyOctets, line.size());
            earlyOctets -= taken;
            quota.give(taken);
            clientLine(line);
        }
        noRoom = false;
    }

    private void clientLine(Line line) {
        if (!line.readable()) {
            awaitsAnswer = dialect != Dialect.FIRST && standing.isOpening();
            emit(Direction.CLIENT, ChatKind.UNKNOWN, standing.user(), List.of(), line, line.text(), 0);
            return;
        }
        ClientLine read = standing.read(line.text());
        List<String> recipients = standing.recipients(read);
        String said = read instanceof ClientLine.Direct direct ? direct.text() : line.text();
        awaitsAnswer = standing.waitsForAnswer(read);
        long number = emit(Direction.CLIENT, ChatKind.of(read), standing.claimedName(), recipients, line, said, 0);
        sentLines.sent(read, standing, recipients, number);
        standing.sent(read, recipients);
        identify();
    }

    private void serverLine(Line line) {
        if (!line.readable()) {
            emit(Direction.SERVER, ChatKind.UNKNOWN, Standing.SERVER, List.of(), line, line.text(), 0);
            return;
        }
        learnDialect(line.text());
        ServerLine read = dialect.parse(line.text());
        if (standing.isOpening() && Dialect.toldByAnswer(read) != Dialect.UNKNOWN) {
            clientLines.answered();
        }
        boolean refusesName = read instanceof ServerLine.Error && standing.isOpening() && awaitsAnswer;
        boolean answers = standing.received(read);
        if (read instanceof ServerLine.Error error) {
            sentLines.refused(error, standing);
        } else if (read instanceof ServerLine.Private with) {
            sentLines.agreed(with.name(), standing);
        }
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

    private void emitServerLine(Line line, ServerLine read, String kind) {
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
            Line line,
            String said,
            long forwards) {
        return conversation.message(new DecodedMessage(
                direction, kind, sender, recipients, said, line.start(), line.end(), forwards, line.boundary()));
    }

    private void identify() {
        if (!standing.user().equals(identified)) {
            identified = standing.user();
            conversation.identify(identified);
        }
    }

    /** The first answer to a name tells the dialect, whatever an earlier connection to this server has shown. */
    private void learnDialect(String text) {
        if (dialectShown) {
            return;
        }
        ServerLine line = ServerLine.parse(text);
        welcomed |= line instanceof ServerLine.Welcome;
        Dialect told = welcomed && !answerMayBeMissing ? Dialect.toldByAnswer(line) : Dialect.toldBy(text);
        if (!welcomed && !(line instanceof ServerLine.Prompt)) {
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
