package parley.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;

@Timeout(60)
class LineClientTest {
    private final ChatServer server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LineClientTest() throws IOException {
        server = ChatServer.start(ServerOptions.defaults().withPort(0));
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void pipedLinesAreSentAndEverythingToTheGoodbyeIsPrinted() throws Exception {
        run(server.address(), piped("Ofir\nwho\nexit\n"), null, false);
        assertEquals(
                List.of("welcome to the chat", "enter name:", "hello Ofir", "online: Ofir", "online: Ofir", "goodbye"),
                lines());
    }

    @Test
    void theEndOfTheInputIsAnExit() throws Exception {
        run(server.address(), piped("Ofir\nhelp"), null, false);
        assertEquals("menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit", lines().get(4));
        assertEquals("goodbye", lines().getLast());
    }

    @Test
    void whatIsPipedAfterExitIsNotSent() throws Exception {
        run(server.address(), piped("Ofir\nexit\nwho\n"), null, false);
        assertEquals(5, lines().size());
    }

    @Test
    void theNameGivenAnswersThePromptBeforeAnyInput() throws Exception {
        run(server.address(), piped("who\n"), "Ofir", false);
        assertEquals(
                List.of("welcome to the chat", "enter name:", "hello Ofir", "online: Ofir", "online: Ofir", "goodbye"),
                lines());
    }

    @Test
    void onATerminalTheNameGivenIsEchoed() throws Exception {
        run(server.address(), piped(""), "Ofir", true);
        assertEquals(List.of("enter name:", "Ofir", "hello Ofir"), lines().subList(1, 4));
    }

    @Test
    void aNameThatIsRefusedEndsAPipedConversation() throws Exception {
        try (ChatConnection ofir = ChatConnection.open(server.address(), LocalPort.ANY)) {
            take("Ofir", ofir);
            IOException refused =
                    assertThrows(IOException.class, () -> run(server.address(), piped("who\n"), "Ofir", false));
            assertEquals("Ofir is refused as a name: Ofir is taken", refused.getMessage());
        }
    }

    @Test
    void onATerminalAnotherNameCanBeTyped() throws Exception {
        try (ChatConnection ofir = ChatConnection.open(server.address(), LocalPort.ANY)) {
            take("Ofir", ofir);
            run(server.address(), piped("Ofira\nexit\n"), "Ofir", true);
            assertTrue(lines().contains("hello Ofira"), lines().toString());
        }
    }

    @Test
    void bytesThatAreNoTextReachTheTerminalSpelledOut() throws Exception {
        try (ScriptedServer scripted = new ScriptedServer(client -> {
            client.send("A: \u001b]0;owned\u0007\u202e\ngoodbye\n");
            client.receive();
        })) {
            run(scripted.address(), piped(""), null, false);
            assertEquals("A: \\u001b]0;owned\\u0007\\u202e", lines().getFirst());
        }
    }

    @Test
    void aLineThatIsTooLongIsSaidAndTheRestGoesOn() throws Exception {
        run(server.address(), piped("Ofir\n" + "x".repeat(5000) + "\nwho\n"), null, false);
        assertTrue(err.toString().startsWith("not sent, the line is too long (4096 bytes at most)"), err.toString());
        assertEquals("online: Ofir", lines().get(4));
    }

    @Test
    void aLineThatIsNotUtf8IsSaidAndTheRestGoesOn() throws Exception {
        byte[] input = "Ofir\nwho\u00ff\nwho\n".getBytes(StandardCharsets.ISO_8859_1);
        run(server.address(), new ByteArrayInputStream(input), null, false);
        assertEquals("not sent, the line is not UTF-8", err.toString().strip());
        assertEquals("online: Ofir", lines().get(4));
        assertEquals("goodbye", lines().getLast());
    }

    @Test
    void aServerThatClosesWithoutGoodbyeIsALoss() throws Exception {
        try (ScriptedServer scripted = new ScriptedServer(client -> client.send("server closing\n"));
                PipedOutputStream typist = new PipedOutputStream();
                PipedInputStream silent = new PipedInputStream(typist)) {
            InetSocketAddress address = scripted.address();
            IOException lost = assertThrows(IOException.class, () -> run(address, silent, null, false));
            assertEquals(HostPort.format(address) + " closed the connection", lost.getMessage());
            assertEquals(List.of("server closing"), lines());
        }
    }

    @Test
    void aResetIsALoss() throws Exception {
        // The input stays open: an exit sent into the reset would be told of it in place of who reads.
        try (ScriptedServer scripted = new ScriptedServer(client -> {
                    client.receive();
                    client.reset();
                });
                PipedOutputStream typist = new PipedOutputStream();
                PipedInputStream typed = new PipedInputStream(typist)) {
            typist.write("Ofir\n".getBytes(StandardCharsets.UTF_8));
            IOException lost = assertThrows(IOException.class, () -> run(scripted.address(), typed, null, false));
            assertTrue(String.valueOf(lost.getMessage()).contains("is lost (connection reset"), lost.getMessage());
        }
    }

    @Test
    void withNoServerNothingIsPrinted() {
        InetSocketAddress nobody = server.address();
        server.close();
        IOException refused = assertThrows(IOException.class, () -> run(nobody, piped("Ofir\n"), null, false));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("no server at"), refused.getMessage());
        assertEquals("", out.toString());
    }

    @Test
    void inputThatCannotBeReadIsSaid() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        IOException failure = assertThrows(IOException.class, () -> run(server.address(), broken, null, false));
        assertEquals("cannot read the input (is a directory)", failure.getMessage());
    }

    @Test
    void outputThatNobodyReadsEndsTheConversation() {
        PrintWriter gone = new PrintWriter(new StringWriter() {
            @Override
            public void write(String text, int offset, int length) {
                throw new UncheckedIOException(new IOException("Broken pipe"));
            }
        });
        assertThrows(
                UncheckedIOException.class,
                () -> new LineClient(piped("Ofir\n"), StandardCharsets.UTF_8, gone, gone, false)
                        .run(server.address(), LocalPort.ANY, Transport.PLAIN, null));
    }

    private void run(InetSocketAddress address, InputStream in, @Nullable String name, boolean terminal)
            throws IOException, InterruptedException {
        new LineClient(in, StandardCharsets.UTF_8, new PrintWriter(out), new PrintWriter(err), terminal)
                .run(address, LocalPort.ANY, Transport.PLAIN, name);
    }

    private static void take(String name, ChatConnection connection) throws Exception {
        Heard heard = new Heard();
        connection.receive(heard);
        connection.send(name);
        heard.until("hello " + name);
    }

    private static InputStream piped(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }
}
