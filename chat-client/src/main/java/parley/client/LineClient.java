package parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.HostPort;
import parley.protocol.LineFramer;
import parley.protocol.ServerLine;

/**
 * The client of plain lines: what the server sends is printed, what is typed or piped in is sent. At the end of the
 * input it says {@code exit} where the input has not, so that everything still due arrives before the goodbye.
 *
 * <p>One conversation an object. The input is read by a daemon thread, because no one can end a read of a terminal when
 * the server closes.
 */
public final class LineClient {
    private static final String EXIT = "exit";

    private final InputStream in;
    private final Charset charset;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final CountDownLatch inputOpen = new CountDownLatch(1);
    private final CompletableFuture<@Nullable IOException> ended = new CompletableFuture<>();
    private boolean goodbye;

    /**
     * @param in what is typed or piped in
     * @param charset of the input, one in which LF is the byte 10
     * @param out where the server's lines go, made safe for a terminal
     * @param err where what is wrong with the input is said
     * @param terminal whether somebody sits at it, who can choose another name when the given one is refused
     */
    public LineClient(InputStream in, Charset charset, PrintWriter out, PrintWriter err, boolean terminal) {
        this.in = in;
        this.charset = charset;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Holds the conversation until the server ends it after the goodbye.
     *
     * @param name answers the prompt; null where the input's first line does. Input waits until the server has
     *     taken the name
     * @param transport what the lines go through
     * @throws IOException with a message for people: no connection, the name refused where no terminal is, or the
     *     connection lost before the goodbye
     */
    public void run(InetSocketAddress server, LocalPort localPort, Transport transport, @Nullable String name)
            throws IOException, InterruptedException {
        try (ChatConnection connection = ChatConnection.open(server, localPort, transport)) {
            if (name == null) {
                inputOpen.countDown();
            }
            connection.receive(new Printer(connection, name));
            Thread.ofPlatform().name("input").daemon().start(() -> sendInput(connection));
            IOException cause = ended.get();
            if (!goodbye) {
                throw lost(server, cause);
            }
        } catch (ExecutionException given) {
            switch (given.getCause()) {
                case IOException told -> throw told;
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException(given);
            }
        } finally {
            out.flush();
        }
    }

    private static IOException lost(InetSocketAddress server, @Nullable IOException cause) {
        String who = HostPort.format(server);
        return cause == null
                ? new IOException(who + " closed the connection")
                : new IOException(
                        "the connection to " + who + " is lost (" + ChatConnection.reason(cause) + ")", cause);
    }

    private void sendInput(ChatConnection connection) {
        Input input = new Input(connection);
        try {
            inputOpen.await();
            LineFramer framer = new LineFramer(ChatLimits.LINE_BYTES);
            byte[] buffer = new byte[8192];
            int count;
            while (!input.over && (count = in.read(buffer)) >= 0) {
                framer.accept(buffer, 0, count, input);
            }
            framer.close(input);
            input.send(EXIT);
        } catch (IOException unreadable) {
            ended.completeExceptionally(
                    new IOException("cannot read the input (" + ChatConnection.reason(unreadable) + ")", unreadable));
        } catch (InterruptedException stopped) {
            connection.close();
        }
    }

    private void print(String line) {
        out.println(TerminalText.printable(line));
        out.flush();
    }

    /** Sends the input's lines until one is {@code exit}. */
    private final class Input implements LineFramer.Sink {
        private final ChatConnection connection;
        private boolean over;

        Input(ChatConnection connection) {
            this.connection = connection;
        }

        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End lineEnd) {
            try {
                send(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            } catch (CharacterCodingException malformed) {
                err.println("not sent, the line is not " + charset.name());
                err.flush();
            }
        }

        @Override
        public void tooLong(long start, long end) {
            err.println("not sent, the line is too long (" + ChatLimits.LINE_BYTES + " bytes at most)");
            err.flush();
        }

        void send(String line) {
            if (over) {
                return;
            }
            try {
                connection.send(line);
                over = line.equals(EXIT);
            } catch (IOException broken) {
                // The receiving side hears of it too, and says what broke the connection.
                over = true;
            }
        }
    }

    /** What the server sends; answers the first prompt. */
    private final class Printer implements ConnectionListener {
        private final ChatConnection connection;
        private @Nullable String unsaid;
        private @Nullable String unanswered;

        Printer(ChatConnection connection, @Nullable String name) {
            this.connection = connection;
            this.unsaid = name;
        }

        @Override
        public void received(ServerLine line, StreamRange range) {
            try {
                take(line);
            } catch (RuntimeException unprintable) {
                // Whoever read the output has gone: thrown again where the conversation was begun.
                ended.completeExceptionally(unprintable);
            }
        }

        private void take(ServerLine line) {
            print(line.format());
            switch (line) {
                case ServerLine.Prompt _ -> answerPrompt();
                case ServerLine.Hello _ -> nameAnswered();
                case ServerLine.Error error when unanswered != null -> nameRefused(unanswered, error.reason());
                case ServerLine.Goodbye _ -> goodbye = true;
                default -> {}
            }
        }

        private void answerPrompt() {
            String name = unsaid;
            if (name == null) {
                return;
            }
            unsaid = null;
            unanswered = name;
            if (terminal) {
                print(name);
            }
            try {
                connection.send(name);
            } catch (IOException broken) {
                ended.complete(broken);
            }
        }

        private void nameAnswered() {
            unanswered = null;
            inputOpen.countDown();
        }

        private void nameRefused(String name, String reason) {
            nameAnswered();
            if (!terminal) {
                ended.completeExceptionally(
                        new IOException(TerminalText.printable(name + " is refused as a name: " + reason)));
            }
        }

        @Override
        public void closed(@Nullable IOException cause) {
            ended.complete(cause);
        }
    }
}
