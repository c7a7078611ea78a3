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
import org.jline.keymap.KeyMap;
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
    private static final String UP = KeyMap.ctrl('P');
    private static final String SEARCH = KeyMap.ctrl('R');
    private static final String ABORT = KeyMap.ctrl('G');
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

    @Test
    void whatIsTypedBeforeTheServerHasAnsweredANameIsALine() throws Exception {
        CountDownLatch typed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.send("welcome to the chat\nenter name:\n");
            assertEquals("Ofir", client.receive());
            client.send("error: Ofir is taken\nenter name:\n");
            assertEquals("Dana", client.receive());
            typed.await();
            client.send("hello Dana\nonline: Dana, Emily\n");
            assertEquals("Dana to Emily - early", client.receive());
            leave(client);
        })) {
            CompletableFuture<Void> over = talk(server).over();
            output.await("name> ");
            press("Dana\rto Emily - early\r");
            output.await("(waits for a name)");
            typed.countDown();
            output.await("(sent now)");
            leave(over);
            server.awaitDone();
        }
    }

    @Test
    void whatIsNoNameIsKeptInTheHistory() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.send("welcome to the chat\nenter name:\n");
            assertEquals("Ofir", client.receive());
            client.send("error: Ofir is taken\nenter name:\n");
            assertEquals("Dana", client.receive());
            client.send("hello Dana\nonline: Dana, Emily\n");
            assertEquals("Dana to Emily - early", client.receive());
            leave(client);
        })) {
            CompletableFuture<Void> over = talk(server).over();
            output.await("name> ");
            press("to Emily - early\r");
            output.await("give another name");
            press("Dana\r");
            output.await("Dana> ");
            press(UP + "\r");
            output.await("you → Emily: early");
            leave(over);
            server.awaitDone();
        }
    }

    @Test
    void whatIsHalfTypedOutlivesANameThatIsRefused() throws Exception {
        CountDownLatch typed = new CountDownLatch(1);
        assertComesBack(
                "to Emily - half",
                "to Emily - half",
                client -> {
                    assertEquals("Dana", client.receive());
                    typed.await();
                    client.send("error: Dana is taken\nenter name:\n");
                },
                () -> {
                    press("Dana\rto Emily - more");
                    output.await("to Emily - more");
                    typed.countDown();
                    output.await("Dana is taken");
                },
                "half",
                "more");
    }

    @Test
    void whatIsHalfTypedOutlivesALookIntoTheHistory() throws Exception {
        assertComesBack("to Emily - half" + UP + "!", "!", _ -> {}, () -> {}, "half", "first!");
    }

    @Test
    void whatIsHalfTypedOutlivesASearchInTheHistory() throws Exception {
        assertComesBack("to Emily - half" + SEARCH + "fir", "bck-i-search", _ -> {}, () -> press(ABORT), "half");
    }

    /**
     * Types at a prompt until the connection is lost, and the name on return; gives another name.
     *
     * @param shown when the keys have been handled
     * @param naming what the server does before it takes the name
     * @param atName what is done at the prompt for a name
     * @param texts of the messages that then stand in the line, one after the other
     */
    private void assertComesBack(
            String typed, String shown, ScriptedServer.Conduct naming, Step atName, String... texts) throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(
                client -> {
                    client.send("welcome to the chat\nenter name:\n");
                    assertEquals("Ofir", client.receive());
                    client.send(LOBBY);
                    assertEquals("Ofir to Emily - first", client.receive());
                    lost.await();
                },
                client -> {
                    client.send("welcome to the chat\nenter name:\n");
                    assertEquals("Ofir", client.receive());
                    client.send("error: a name keeps to one script\nenter name:\n");
                    naming.serve(client);
                    assertEquals("Emma", client.receive());
                    client.send("hello Emma\nonline: Emily, Emma\n");
                    for (String text : texts) {
                        assertEquals("Emma to Emily - " + text, client.receive());
                    }
                    leave(client);
                })) {
            CompletableFuture<Void> over = talk(server).over();
            output.await("Ofir> ");
            press("to Emily - first\r");
            output.await("you → Emily: first");
            press(typed);
            output.await(shown);
            lost.countDown();
            output.await("a name keeps to one script");
            atName.take();
            press("Emma\r");
            output.await("You are Emma");
            for (String text : texts) {
                press("\r");
                output.await("you → Emily: " + text);
            }
            leave(over);
            server.awaitDone();
        }
    }

    private interface Step {
        void take() throws Exception;
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
            Talk talk = talk(server);
            output.await(prompt);
            press(line);
            output.await(line);
            output.stopAfter(shown);
            typed.countDown();
            output.awaitStop();
            press("\r");
            await(() -> "the key is handled", () -> isAtLock(talk.reading()));
            output.goOn();
            output.await(refusal);
            press("exit\r");
            assertEquals("exit", next.get(20, TimeUnit.SECONDS));
            talk.over().get(20, TimeUnit.SECONDS);
            server.awaitDone();
        }
    }

    private record Talk(Thread reading, CompletableFuture<Void> over) {}

    private Talk talk(ScriptedServer server) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Thread reading = Thread.ofPlatform().start(() -> {
            try {
                new TerminalClient(terminal, "1").run(server.address(), LocalPort.ANY, Transport.PLAIN, "Ofir");
                over.complete(null);
            } catch (IOException | InterruptedException failure) {
                over.completeExceptionally(failure);
            }
        });
        return new Talk(reading, over);
    }

    private void leave(CompletableFuture<Void> over) throws Exception {
        press("exit\r");
        over.get(20, TimeUnit.SECONDS);
    }

    private static void leave(ScriptedServer.Peer client) throws IOException {
        assertEquals("exit", client.receive());
        client.send("goodbye\n");
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
