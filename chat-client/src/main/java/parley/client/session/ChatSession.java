package parley.client.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.LocalPort;
import parley.client.StreamRange;
import parley.client.Transport;
import parley.protocol.ClientLine;
import parley.protocol.ClientLine.State;
import parley.protocol.HostPort;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/**
 * One user in a chat, over as many connections as it takes. When a connection is lost the session connects anew, takes
 * the same name and sends what was submitted meanwhile; for {@value #RETURN_SECONDS} s it waits with lines to people who
 * are not back yet. A line that was written just before the connection broke may be lost with it: TCP does not tell.
 *
 * <p>All methods may be called by any thread, return at once and have their effect later, in the order of the calls. The
 * listener is called by the session's own virtual thread; while it blocks, the session takes nothing from the server.
 */
public final class ChatSession implements AutoCloseable {
    private enum Standing {
        OFFLINE,
        CONNECTING,
        /** Connected, without a name that the server has taken. */
        OPENING,
        LOBBY,
        PRIVATE,
        OVER
    }

    /** Longer than the longest pause between two tries of the other clients. */
    private static final int RETURN_SECONDS = 10;

    private static final Duration GOODBYE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(8);
    private static final Duration NAME_RETRY = Duration.ofSeconds(1);
    private static final int NAME_RETRIES = 10;

    private final InetSocketAddress server;
    private final LocalPort localPort;
    private final Transport transport;
    private final Consumer<SessionEvent> listener;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;

    private Standing standing = Standing.OFFLINE;
    private @Nullable Link link;
    private @Nullable String name;
    private @Nullable String partner;
    private @Nullable String lastError;
    private boolean wasNamed;
    /** The name last offered on this connection. */
    private @Nullable String offered;

    /** Whether the server waits for a name. */
    private boolean prompted;

    private boolean leaving;
    private int failures;
    private int nameRetries;
    private final Presence presence = new Presence();
    private final Requests requests = new Requests(this::tell);
    private final Outbound outbound = new Outbound(presence, requests, this::tell);

    /** A session as below, with nothing but TCP. */
    public ChatSession(InetSocketAddress server, LocalPort localPort, Consumer<SessionEvent> listener) {
        this(server, localPort, Transport.PLAIN, listener);
    }

    /** A session that does nothing until {@link #connect} or {@link #name} is called. */
    public ChatSession(
            InetSocketAddress server, LocalPort localPort, Transport transport, Consumer<SessionEvent> listener) {
        this.server = server;
        this.localPort = localPort;
        this.transport = transport;
        this.listener = listener;
        this.thread =
                Thread.ofVirtual().name("session at " + HostPort.format(server)).start(this::run);
    }

    /** Connects where there is no connection. Without a name the server will want one. */
    public void connect() {
        mailbox.submit(this::open);
    }

    /**
     * Gives the name to be known by, and connects where there is no connection. A name that nobody may have is refused
     * with {@link SessionEvent.NameWanted} and not sent. Without effect once a name is taken.
     */
    public void name(String name) {
        mailbox.submit(() -> {
            if (isNamed()) {
                return;
            }
            Optional<String> refusal = Names.refusal(name);
            if (refusal.isPresent()) {
                tell(new SessionEvent.NameWanted(refusal.get()));
                return;
            }
            this.name = name;
            nameRetries = 0;
            wasNamed = false;
            if (standing == Standing.OPENING) {
                mailbox.cancelTimer();
                offerName();
            } else {
                open();
            }
        });
    }

    /**
     * Sends a line, or keeps it until there is a connection.
     *
     * @param id by which events tell of it
     * @param line an empty sender of a {@link ClientLine.Direct} is the user
     */
    public void submit(long id, ClientLine line) {
        mailbox.submit(() -> take(new Outgoing(id, line)));
    }

    /**
     * Says something to the partner in a private chat, and to nobody else.
     *
     * @param id by which events tell of it
     * @param to who is meant; where that is not the partner any more it is not sent
     */
    public void say(long id, String to, String text) {
        mailbox.submit(() -> takeFor(to, new Outgoing(id, new ClientLine.Text(text))));
    }

    /**
     * Sends what somebody has typed, which is read as the server reads it where the user was when typing. {@code to A, B
     * - text} is short for the same with the user's name before it.
     *
     * @param id by which events tell of it
     * @param seen the partner in the private chat that the user saw; null in the lobby. Where the user stands elsewhere by
     *     now the line is not sent, unless it means the same there
     */
    public void type(long id, String text, @Nullable String seen) {
        mailbox.submit(() -> takeFor(seen, new Outgoing(id, read(text, seen))));
    }

    /** Calls of the methods above that the session has not begun to handle: who is never held up looks here. */
    public int backlog() {
        return mailbox.backlog();
    }

    /** Ends the session: the connection is closed and {@link SessionEvent.Over} is the last event. */
    @Override
    public void close() {
        mailbox.post(this::end);
    }

    /** Waits until the last event has been told. */
    public void join() throws InterruptedException {
        thread.join();
    }

    private void tell(SessionEvent event) {
        if (standing != Standing.OVER) {
            listener.accept(event);
        }
    }

    private void run() {
        try {
            mailbox.run(() -> standing == Standing.OVER);
        } catch (InterruptedException stopped) {
            end();
        } finally {
            if (link != null) {
                link.abandon();
            }
        }
    }

    private void open() {
        if (standing != Standing.OFFLINE) {
            return;
        }
        mailbox.cancelTimer();
        standing = Standing.CONNECTING;
        tell(new SessionEvent.Connecting());
        Thread.ofVirtual().name("connecting to " + HostPort.format(server)).start(() -> {
            try {
                Link opened = Link.open(server, localPort, transport, new Events());
                if (!mailbox.post(() -> opened(opened))) {
                    opened.close();
                }
            } catch (IOException failure) {
                mailbox.post(() -> disconnected(String.valueOf(failure.getMessage())));
            }
        });
    }

    private void opened(Link opened) {
        if (standing != Standing.CONNECTING) {
            opened.close();
            return;
        }
        link = opened;
        standing = Standing.OPENING;
        lastError = null;
        offered = null;
        prompted = false;
        tell(new SessionEvent.Connected(opened.localPort()));
        opened.start();
    }

    private void disconnected(String reason) {
        if (standing == Standing.OVER) {
            return;
        }
        standing = Standing.OFFLINE;
        link = null;
        partner = null;
        requests.clear();
        presence.forget();
        mailbox.cancelTimer();
        boolean returns = name != null && !reason.equals(ServerLine.Error.IDLE.reason());
        Duration delay = returns ? retryDelay() : null;
        failures++;
        tell(new SessionEvent.Disconnected(reason, delay));
        outbound.disconnected();
        if (delay != null) {
            mailbox.after(delay, this::open);
        }
    }

    private Duration retryDelay() {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
    }

    private void end() {
        if (standing == Standing.OVER) {
            return;
        }
        outbound.over();
        tell(new SessionEvent.Over());
        standing = Standing.OVER;
    }

    private void offerName() {
        Link open = link;
        if (open != null && name != null && prompted) {
            prompted = false;
            offered = name;
            open.send(new Outgoing(null, new ClientLine.Name(name)), name);
        }
    }

    private static ClientLine read(String text, @Nullable String partner) {
        ClientLine line = ClientLine.parse(text, partner == null ? State.LOBBY : State.PRIVATE);
        if (line instanceof ClientLine.Unknown
                && text.startsWith("to ")
                && ClientLine.parse("me " + text, State.LOBBY) instanceof ClientLine.Direct direct) {
            return new ClientLine.Direct("", direct.recipients(), direct.text());
        }
        return line;
    }

    private void take(Outgoing outgoing) {
        if (standing == Standing.OVER || outbound.refuses(outgoing)) {
            return;
        }
        if (outgoing.line() instanceof ClientLine.Exit) {
            exit(outgoing);
            return;
        }
        outbound.take(outgoing);
        if (standing == Standing.OFFLINE && !mailbox.hasTimer() && name != null) {
            open();
        }
    }

    private void exit(Outgoing exit) {
        leaving = true;
        Link open = link;
        if (open == null) {
            end();
        } else {
            open.send(exit, exit.line().format());
            mailbox.after(GOODBYE_PATIENCE, this::end);
        }
    }

    /** Takes a line that was meant for a private chat, or for the lobby where {@code seen} is null. */
    private void takeFor(@Nullable String seen, Outgoing outgoing) {
        if (outgoing.line() instanceof ClientLine.Exit || !outbound.refusesElsewhere(seen, outgoing)) {
            take(outgoing);
        }
    }

    private boolean isNamed() {
        return standing == Standing.LOBBY || standing == Standing.PRIVATE;
    }

    private void received(ServerLine line, LinePlace place) {
        switch (line) {
            case ServerLine.Welcome _ -> {}
            case ServerLine.Prompt _ -> prompted();
            case ServerLine.Hello hello -> greeted(hello.name());
            case ServerLine.Online _, ServerLine.OnlineMore _, ServerLine.Joined _, ServerLine.PresenceOn _ ->
                tellPresence(line);
            case ServerLine.Left left -> {
                left.names().forEach(requests::over);
                tellPresence(line);
            }
            case ServerLine.PresenceOff _ -> {
                tellPresence(line);
                outbound.stopHolding();
            }
            case ServerLine.Direct direct ->
                tell(new SessionEvent.Message(direct.sender(), direct.recipients(), direct.text(), place));
            case ServerLine.Text text -> tell(new SessionEvent.Said(text.sender(), text.text(), place));
            case ServerLine.Requested requested -> tell(new SessionEvent.Requested(requested.name()));
            case ServerLine.Request request -> requests.add(request.name());
            case ServerLine.Private chat -> {
                requests.over(chat.name());
                presence.privateBegan();
                standing = Standing.PRIVATE;
                partner = chat.name();
                outbound.moved(partner);
                tell(new SessionEvent.PrivateBegan(chat.name()));
            }
            case ServerLine.Rejected rejected -> tell(new SessionEvent.Rejected(rejected.name()));
            case ServerLine.Ended ended -> ended(ended.by());
            case ServerLine.Menu menu -> tell(new SessionEvent.Menu(menu.items()));
            case ServerLine.Error error -> refused(error.reason());
            case ServerLine.Goodbye _ -> leaving = true;
            case ServerLine.Closing _ -> lastError = "the server is closing";
            case ServerLine.Unknown _ -> tell(new SessionEvent.Strange(line));
        }
    }

    private void prompted() {
        String refusal = lastError;
        lastError = null;
        prompted = true;
        if (name != null && !name.equals(offered)) {
            offerName();
        } else if (wasNamed
                && name != null
                && ServerLine.Error.taken(name).reason().equals(refusal)
                && nameRetries < NAME_RETRIES) {
            // The server has not noticed yet that the last connection is dead.
            nameRetries++;
            mailbox.after(NAME_RETRY, this::offerName);
        } else {
            name = null;
            wasNamed = false;
            tell(new SessionEvent.NameWanted(refusal));
        }
    }

    private void greeted(String as) {
        boolean again = wasNamed;
        name = as;
        wasNamed = true;
        standing = Standing.LOBBY;
        failures = 0;
        nameRetries = 0;
        presence.greeted();
        tell(new SessionEvent.Named(as, again));
        if (again) {
            mailbox.after(Duration.ofSeconds(RETURN_SECONDS), outbound::stopHolding);
        }
        if (link != null) {
            outbound.named(link, as, again);
        }
    }

    private void tellPresence(ServerLine line) {
        presence.take(line).forEach(this::tell);
        outbound.presenceChanged();
    }

    private void ended(@Nullable String by) {
        String with = partner == null ? by : partner;
        standing = Standing.LOBBY;
        partner = null;
        if (with != null) {
            tell(new SessionEvent.PrivateEnded(with, by));
        }
        outbound.moved(null);
    }

    private void refused(String reason) {
        if (standing == Standing.OPENING || isLastWord(reason)) {
            lastError = reason;
        }
        if (isNamed()) {
            Outgoing refused = outbound.refusedBy(reason);
            if (refused != null && reason.equals(ServerLine.Error.NO_REQUEST.reason())) {
                requests.noneFor(refused.line());
            }
            tell(new SessionEvent.Refused(refused == null ? null : refused.id(), reason));
        }
    }

    private void closed(@Nullable IOException cause, List<Outgoing> unsent) {
        outbound.returned(unsent);
        if (leaving) {
            end();
            return;
        }
        String where = HostPort.format(server);
        if (lastError != null) {
            disconnected(lastError);
        } else {
            disconnected(
                    cause == null
                            ? where + " closed the connection"
                            : "the connection to " + where + " is lost (" + reason(cause) + ")");
        }
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Whether the server closes after this error. */
    private static boolean isLastWord(String reason) {
        return List.of(
                        ServerLine.Error.IDLE,
                        ServerLine.Error.NO_NAME,
                        ServerLine.Error.SERVER_FULL,
                        ServerLine.Error.TOO_SLOW)
                .contains(new ServerLine.Error(reason));
    }

    /** Hands what a link tells to the session's thread. */
    private final class Events implements Link.Owner {
        @Override
        public void received(Link from, ServerLine line, StreamRange range) {
            mailbox.post(() -> {
                if (from == link && standing != Standing.OVER) {
                    ChatSession.this.received(line, from.place(false, range));
                }
                from.taken();
            });
        }

        @Override
        public void written(Link to, Outgoing line, StreamRange range) {
            Long id = line.id();
            if (id != null) {
                mailbox.post(() -> tell(new SessionEvent.Written(id, to.place(true, range))));
            }
        }

        @Override
        public void closed(Link from, @Nullable IOException cause, List<Outgoing> unsent) {
            mailbox.post(() -> {
                if (from == link) {
                    ChatSession.this.closed(cause, unsent);
                }
            });
        }
    }
}
