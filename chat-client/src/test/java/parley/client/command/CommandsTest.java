package parley.client.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;
import picocli.CommandLine;

@Timeout(60)
class CommandsTest {
    @TempDir
    Path directory;

    private final InputStream standardInput = System.in;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ChatServer server;
    private final String address;

    CommandsTest() throws IOException {
        server = ChatServer.start(ServerOptions.defaults().withPort(0));
        address = HostPort.format(server.address());
    }

    @AfterEach
    void restore() {
        System.setIn(standardInput);
        server.close();
    }

    @Test
    void clientSendsWhatIsPipedInAndExits() {
        pipeIn("who\n");
        assertEquals(0, run(new ClientCommand(), "Ofir", "--server", address));
        assertTrue(out.toString().contains("online: Ofir"), out.toString());
        assertTrue(out.toString().strip().endsWith("goodbye"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void clientSaysThatThereIsNoServer() {
        server.close();
        pipeIn("who\n");
        assertEquals(1, run(new ClientCommand(), "--server", address));
        assertEquals(
                "no server at " + address + " (connection refused); start one with 'parley server'",
                err.toString().strip());
    }

    @Test
    void clientRefusesANameThatNobodyCanHave() {
        assertEquals(2, run(new ClientCommand(), "Ofir Cohen"));
        assertEquals(
                "NAME 'Ofir Cohen': a name has letters, digits, _ - . and nothing else",
                err.toString().strip());
    }

    @Test
    void clientRefusesAPortThatIsNone() {
        assertEquals(2, run(new ClientCommand(), "--local-port", "65536"));
        assertEquals(
                "--local-port: a port is a number from 1 to 65535",
                err.toString().strip());
    }

    @Test
    void aServerThatIsNoHostAndPortIsWrongUsage() {
        assertEquals(2, run(new PlayCommand(), "script.csv", "--server", "here:99999"));
        assertTrue(err.toString().contains("'here:99999': a port is a number from 1 to 65535"), err.toString());
    }

    @Test
    void playPrintsTheConversation() throws IOException {
        Path script = script(",Ofir,,Ofir\n,Roony,,Roony\n,Ofir,,Ofir to Roony - hi\n,Ofir,,exit\n,Roony,,exit\n");
        assertEquals(0, run(new PlayCommand(), script.toString(), "--server", address));
        String printed = out.toString();
        assertTrue(printed.matches("(?s) +\\d+\\.\\d{3}  Ofir  \\* connected from port \\d+\\R.*"), printed);
        assertTrue(printed.matches("(?s).*\\d  Ofir  > Ofir to Roony - hi\\R.*"), printed);
        assertTrue(printed.matches("(?s).*\\d  Roony < Ofir to Roony - hi\\R.*"), printed);
        assertTrue(printed.matches("(?s).*\\d  Roony < left: Ofir\\R.*"), printed);
        assertEquals("", err.toString());
    }

    @Test
    void playEndsWithOneWhereSomethingWasMissing() throws IOException {
        server.close();
        Path script = script(",Ofir,,Ofir\n");
        assertEquals(1, run(new PlayCommand(), script.toString(), "--server", address));
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void playNamesFileAndLineOfAFault() throws IOException {
        Path script = script(",Ofir,,Ofir\n,Ofir,,Ofir to A, B - hi\n");
        assertEquals(1, run(new PlayCommand(), script.toString(), "--server", address));
        assertEquals(
                "test.csv:3: 5 columns instead of the 4 of at,user,port,line (text with a comma stands in quotes)",
                err.toString().strip());
    }

    private Path script(String rows) throws IOException {
        return Files.writeString(directory.resolve("test.csv"), "at,user,port,line\n" + rows);
    }

    private static void pipeIn(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Runs as the program does: a failure is the line of its message. */
    private int run(Object command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setParameterExceptionHandler((wrong, given) -> {
                    err.write(wrong.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    err.write(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args);
    }
}
