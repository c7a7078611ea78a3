package parley.samples.irc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who has built this decoder does with it: {@code parley analyze irc.pcap --plugin-path ...}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PluginTest {
    private static final Path CAPTURE = Path.of("irc.pcap");
    private static final Path EXPECTED = Path.of("src/test/resources/expected");

    @TempDir
    private Path directory = Path.of("");

    private Parley analyze(Object... more) throws Exception {
        Object[] arguments = new Object[more.length + 4];
        arguments[0] = "analyze";
        arguments[1] = CAPTURE;
        arguments[2] = "-o";
        arguments[3] = directory.resolve("reports");
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Parley.run(directory, arguments);
    }

    private String report(String name) throws IOException {
        return Files.readString(directory.resolve("reports").resolve(name));
    }

    private List<String> protocols() throws IOException {
        return report("conversations.csv")
                .lines()
                .skip(1)
                .map(row -> row.split(",", -1)[3])
                .toList();
    }

    @Test
    void withThePluginTheConversationIsInTheReports() throws Exception {
        Parley run = analyze("--plugin-path", Parley.CLASSES);

        assertEquals("", run.errors());
        assertEquals(0, run.exitCode());
        assertEquals(Files.readString(EXPECTED.resolve("messages.csv")), report("messages.csv"));
        assertEquals(Files.readString(EXPECTED.resolve("users.csv")), report("users.csv"));
        assertEquals(List.of("IRC", "IRC", "IRC"), protocols());
        assertTrue(run.output().contains("The data segments carry 123 IRC messages"), run.output());
        String transcript = report("report.md");
        assertTrue(transcript.contains("| Ofir | Emily, Roony | privmsg | they are in the folder | 71 |"), transcript);
    }

    @Test
    void withoutThePluginNothingOfItIsDecoded() throws Exception {
        Parley run = analyze();

        assertEquals("", run.errors());
        assertEquals(0, run.exitCode());
        assertEquals(1, report("messages.csv").lines().count());
        assertEquals(1, report("users.csv").lines().count());
        assertEquals(List.of("", "", ""), protocols());
    }

    @Test
    void asAJarItIsTheSame() throws Exception {
        Path jar = directory.resolve("irc-decoder.jar");
        int packed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file",
                        jar.toString(),
                        "-C",
                        Parley.CLASSES.toString(),
                        ".");
        assertEquals(0, packed);

        Parley run = analyze("--plugin-path", jar);

        assertEquals("", run.errors());
        assertEquals(Files.readString(EXPECTED.resolve("messages.csv")), report("messages.csv"));
    }

    @Test
    void theChatIsNotTakenForIrc() throws Exception {
        Path chat = Path.of("..", "four-users.pcapng");
        Parley with = Parley.run(
                directory, "analyze", chat, "-o", "-", "--only", "messages", "--plugin-path", Parley.CLASSES);
        Parley without = Parley.run(directory, "analyze", chat, "-o", "-", "--only", "messages");

        assertTrue(with.output().lines().count() > 50, with.output());
        assertEquals(without, with);
    }
}
