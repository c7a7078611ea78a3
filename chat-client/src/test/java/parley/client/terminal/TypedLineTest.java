package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.LocalPort;
import parley.client.ScriptedServer;
import parley.client.Transport;

/** What is typed is read where its prompt stood, however far the screen is behind the chat. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TypedLineTest {
    private static final String LOBBY = "hello Ofir\nonline: Emily, Ofir\n";

    private final PipedOutputStream keys = new PipedOutputStream();
    private final SlowOutput output = new SlowOutput();
    private final ExternalTerminal terminal =
            new ExternalTerminal("test", "xterm", new PipedInputStream(keys), output, StandardCharsets.UTF_8);

    TypedLineTest() throws IOException {
        terminal.setSize(new Size(200, 24));
    }

    @AfterEach
    void close() throws IOException {
        output.goOn();
        keys.close();
        terminal.close();
    }

    @Test
    void textForAPartnerIsNoCommandInTheLobby() throws Exception {
        assertNotSent(
                LOBBY + "private with Emily\n",
                "Ofir ⇄ Emily> ",
                "accept",
                "ended by Emily\n",
                "has ended the private chat",
                "not sent, the private chat is over: ⇄ you: accept");
    }

    @Test
    void aMessageFromTheLobbyIsNoTextForAPartner() throws Exception {
        assertNotSent(
                LOBBY,
                "Ofir> ",
                "to Dana - Emily is late",
                "private with Emily\n",
                "private chat with",
                "not sent, you are in a private chat with Emily: leave it first: you → Dana: Emily is late");
    }

    /**
     * Types a line at a prompt, while the screen stands still amid news that move the user elsewhere.
     *
     * @param shown of the news, and nothing more for now
     */
    private void assertNotSent(String before, String prompt, String line, String news, String shown, String refusal)
            throws Exception {
        CountDownLatch typed = new CountDownLatch(1);
        CompletableFuture<String> next = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.send("welcome to the chat\nenter name:\n");
            client.receive();
            client.send(before);
            typed.await();
            client.send(news);
            next.complete(client.receive());
            client.send("goodbye\n");
        })) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            Thread reading = Thread.ofPlatform().start(() -> {
                try {
                    new TerminalClient(terminal, "1").run(server.address(), LocalPort.ANY, Transport.PLAIN, "Ofir");
                    over.complete(null);
                } catch (IOException | InterruptedException failure) {
                    over.completeExceptionally(failure);
                }
            });
            output.await(prompt);
            press(line);
            output.await(line);
            output.stopAfter(shown);
            typed.countDown();
            output.awaitStop();
            press("\r");
            await(() -> "the key is handled", () -> isAtLock(reading));
            output.goOn();
            output.await(refusal);
            press("exit\r");
            assertEquals("exit", next.get(20, TimeUnit.SECONDS));
            over.get(20, TimeUnit.SECONDS);
            server.awaitDone();
        }
    }

    private void press(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Whether a thread waits for a lock, as the reader's does that the screen holds. */
    private static boolean isAtLock(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ReentrantLock.class.getName())
                        && frame.getMethodName().equals("lock"));
    }

    private static void await(Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), what);
            Thread.sleep(5);
        }
    }

    /** A terminal's side that can stop taking what is written, as a slow line does. */
    private static final class SlowOutput extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private @Nullable String stop;
        private boolean stopped;

        @Override
        public synchronized void write(int octet) throws IOException {
            taken.write(octet);
            if (stop != null && text().endsWith(stop)) {
                stopped = true;
                notifyAll();
                try {
                    while (stop != null) {
                        wait();
                    }
                } catch (InterruptedException ended) {
                    throw new InterruptedIOException();
                }
            }
        }

        private synchronized String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }

        private synchronized boolean isStopped() {
            return stopped;
        }

        synchronized void stopAfter(String text) {
            stop = text;
        }

        synchronized void goOn() {
            stop = null;
            notifyAll();
        }

        void await(String text) throws InterruptedException {
            TypedLineTest.await(() -> "'" + text + "' is shown by " + text(), () -> text().contains(text));
        }

        void awaitStop() throws InterruptedException {
            TypedLineTest.await(() -> "the screen stands still", this::isStopped);
        }
    }
}
