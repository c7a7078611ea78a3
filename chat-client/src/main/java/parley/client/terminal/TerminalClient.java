package parley.client.terminal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;
import org.jspecify.annotations.Nullable;
import parley.client.LocalPort;
import parley.client.Transport;
import parley.client.session.ChatSession;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/**
 * The client for somebody at a terminal: a line is edited at the prompt, and what happens in the chat appears above it.
 * One conversation an object.
 */
public final class TerminalClient {
    private static final int LEAVE_SECONDS = 5;
    private static final int LOOKUP_SECONDS = 1;

    private final Terminal terminal;
    private final Palette palette;
    private final ChatState state = new ChatState();
    private final EventText text;
    private final ChatReader reader;
    private final Screen screen;
    private final Thread thread = Thread.currentThread();
    private final AtomicLong lastId = new AtomicLong();
    private final CompletableFuture<Optional<String>> firstTry = new CompletableFuture<>();
    private final CompletableFuture<Optional<Throwable>> over = new CompletableFuture<>();
    private volatile boolean leaving;

    /** Ctrl-C since the last key. */
    private volatile int interrupts;

    private @Nullable ChatSession session;

    /**
     * A client that does nothing until {@link #run}, which the same thread has to call.
     *
     * @param terminal stays open; what {@link #run} changes of its modes it changes back
     * @param noColor the environment's {@code NO_COLOR}, empty where there is none
     */
    public TerminalClient(Terminal terminal, String noColor) {
        Integer colours = terminal.getNumericCapability(Capability.max_colors);
        this.terminal = terminal;
        this.palette = Palette.of(noColor, colours == null ? 0 : colours);
        this.text = new EventText(state, palette, InstantSource.system(), ZoneId.systemDefault());
        this.reader = new ChatReader(terminal, () -> Prompt.of(state, palette), this::keyPressed, palette);
        this.screen = new Screen(this::failed);
        reader.setCompleter(new ChatCompleter(state, this::lookup));
        reader.bindAlt('a', () -> answerRequest(ClientLine.Accept::new));
        reader.bindAlt('r', () -> answerRequest(ClientLine.Reject::new));
        reader.bindAlt('h', this::help);
    }

    /**
     * The terminal of this process's standard input and output; empty where it is none in which a line can be edited.
     *
     * @param type as {@code TERM} says; null where there is no such variable
     */
    public static Optional<Terminal> open(@Nullable String type, Charset charset) throws IOException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        if (!windows && (type == null || type.isEmpty() || type.equals("dumb"))) {
            return Optional.empty();
        }
        // Ctrl-C is a key here. It would be a signal as well, and so count twice now and then.
        System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
        // The library would close the terminal while it is still read from, and before its title is given back.
        System.setProperty(ShutdownHooks.PROP_DISABLE_SHUTDOWN_HOOK, "true");
        try {
            return Optional.of(TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .graphemeCluster(false)
                    .encoding(charset)
                    .build());
        } catch (IllegalStateException none) {
            return Optional.empty();
        }
    }

    /**
     * Holds the conversation until the user leaves it.
     *
     * @param name to be known by; null where the user is to be asked
     * @throws IOException with a message for people, where the first connection cannot be made
     */
    public void run(InetSocketAddress server, LocalPort localPort, Transport transport, @Nullable String name)
            throws IOException, InterruptedException {
        ChatSession chat = new ChatSession(server, localPort, transport, this::heard);
        session = chat;
        if (name == null) {
            chat.connect();
        } else {
            chat.name(name);
        }
        try {
            Optional<String> failure = result(firstTry);
            if (failure.isPresent()) {
                throw new IOException(failure.get());
            }
            withTerminal(() -> converse(chat));
        } finally {
            leaving = true;
            chat.close();
        }
    }

    /** Runs with the terminal's keys unechoed, and leaves it as it was, also where the process is ended meanwhile. */
    private void withTerminal(Conversation conversation) throws IOException, InterruptedException {
        Attributes before = terminal.enterRawMode();
        Terminal.SignalHandler interrupted = terminal.handle(Terminal.Signal.INT, _ -> {});
        Thread restoring = new Thread(() -> endedBySignal(before));
        Runtime.getRuntime().addShutdownHook(restoring);
        reader.begin();
        try {
            conversation.hold();
        } finally {
            if (!removed(restoring)) {
                // The terminal is closed under whoever uses it, and what goes wrong for that is nobody's concern.
                new Semaphore(0).acquireUninterruptibly();
            }
            restore(before);
            terminal.handle(Terminal.Signal.INT, interrupted);
        }
    }

    /** Whether there is no need for the hook any more: else the process is being ended, and it does its work. */
    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private void endedBySignal(Attributes before) {
        terminal.writer().println();
        restore(before);
        try {
            terminal.close();
        } catch (IOException unclosed) {
            // Nothing is left to be done with it.
        }
    }

    private void restore(Attributes before) {
        reader.end();
        terminal.setAttributes(before);
    }

    private interface Conversation {
        void hold() throws IOException, InterruptedException;
    }

    private void converse(ChatSession chat) throws InterruptedException {
        while (!leaving && !over.isDone()) {
            read(chat);
        }
        leaving = true;
        // The end of the session may have ended the reading by an interrupt.
        Thread.interrupted();
        chat.submit(lastId.incrementAndGet(), new ClientLine.Exit());
        Optional<Throwable> failure = Optional.empty();
        try {
            failure = over.get(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException unanswered) {
            chat.close();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
        if (failure.isPresent()) {
            throw new IllegalStateException(failure.get());
        }
        result(screen.settled().completeOnTimeout(false, LEAVE_SECONDS, TimeUnit.SECONDS));
    }

    private void read(ChatSession chat) {
        try {
            typed(chat, reader.next());
        } catch (EndOfFileException end) {
            leaving = true;
        } catch (UserInterruptException interrupt) {
            // JLine leaves the thread interrupted where a signal did it.
            Thread.interrupted();
            if (over.isDone()) {
                return;
            }
            state.keyPressed();
            if (!interrupt.getPartialLine().isEmpty()) {
                interrupts = 0;
            } else if (++interrupts > 1) {
                leaving = true;
            } else {
                say(new Words(state, palette).dim("Ctrl-C again leaves"));
            }
        }
    }

    private void typed(ChatSession chat, ChatReader.Entered entered) {
        // A line break that was pasted in would begin another line, which might be a command.
        String line = entered.line().replaceAll("\\R+", " ").stripTrailing();
        if (line.isBlank()) {
            connectNow(chat);
            return;
        }
        Prompt prompt = entered.prompt();
        String word = line.strip();
        if (word.equals(new ClientLine.Exit().format())) {
            leaving = true;
        } else if (prompt.standing() == ChatState.Standing.NAMING) {
            named(chat, word);
        } else if (prompt.partner() != null) {
            chat.type(lastId.incrementAndGet(), line, prompt.partner());
        } else if (word.equals(new ClientLine.Help().format())) {
            help();
            if (state.isConnected()) {
                chat.submit(lastId.incrementAndGet(), new ClientLine.Help());
            }
        } else {
            chat.type(lastId.incrementAndGet(), word, null);
        }
    }

    /** Enter on an empty line does not wait for the next try. */
    private void connectNow(ChatSession chat) {
        if (state.retriesNow()) {
            say(new Words(state, palette).dim("trying now"));
            chat.connect();
        }
    }

    private void named(ChatSession chat, String name) {
        Optional<String> refusal = Names.refusal(name);
        if (refusal.isPresent()) {
            // It may have been typed ahead, before there was such a prompt.
            reader.remember(name);
            say(new Words(state, palette).wrong(refusal.get()).text(": give another name"));
        } else {
            state.nameGiven();
            chat.name(name);
        }
    }

    private void help() {
        List<AttributedString> lines = HelpText.lines(state, palette);
        screen.answer(() -> lines.forEach(reader::show));
    }

    private void say(Words words) {
        AttributedString line = words.end();
        screen.answer(() -> reader.show(line));
    }

    private void keyPressed() {
        interrupts = 0;
        state.keyPressed();
    }

    private interface Answer {
        ClientLine to(String asker);
    }

    private void answerRequest(Answer answer) {
        Optional<String> asker = state.firstAsker();
        if (asker.isPresent()) {
            Objects.requireNonNull(session).submit(lastId.incrementAndGet(), answer.to(asker.get()));
        } else {
            say(new Words(state, palette).dim("nobody asks you for a private chat"));
        }
    }

    /** Asks the server for names; returns when the state knows them, or has waited for long. */
    private void lookup(String prefix) {
        if (!state.isConnected()) {
            return;
        }
        long id = lastId.incrementAndGet();
        CompletableFuture<Void> answer = state.lookup(id);
        Objects.requireNonNull(session).submit(id, new ClientLine.Who(prefix));
        try {
            answer.get(LOOKUP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException unanswered) {
            // Its names are known when they come, without being shown.
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the session tells; called by its thread. */
    private void heard(SessionEvent event) {
        try {
            tellFirstTry(event);
            List<AttributedString> lines = text.of(event);
            state.apply(event);
            if (state.wasConnected()) {
                screen.show(() -> show(lines));
            }
            if (event instanceof SessionEvent.Over) {
                ended(Optional.empty());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void tellFirstTry(SessionEvent event) {
        switch (event) {
            case SessionEvent.Connected _ -> firstTry.complete(Optional.empty());
            case SessionEvent.Disconnected lost -> firstTry.complete(Optional.of(lost.reason()));
            default -> {}
        }
    }

    private void show(List<AttributedString> lines) {
        lines.forEach(reader::show);
        reader.refresh();
    }

    private void failed(Throwable failure) {
        ended(Optional.of(failure));
    }

    private void ended(Optional<Throwable> failure) {
        if (over.complete(failure) && !leaving) {
            thread.interrupt();
        }
    }

    private static <T> T result(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
