package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** Recordings compared with those of the same conversations with the server as it is now. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiffChatTest {
    private static final Path FOUR_USERS = ProjectFiles.sample("four-users.pcapng");
    private static final Path FIRST_SERVER = ProjectFiles.sample("seed-session.pcapng");
    private static final String RULES =
            ProjectFiles.sample("first-server.rules").toString();

    @TempDir
    private Path directory = Path.of("");

    private static Run run(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(Arrays.asList(args));
        return Run.of(Commands.neededFor(command), all.toArray(String[]::new));
    }

    /** What the server says now to the clients of a recording. */
    private String now(Path recording, String... options) throws Exception {
        Path now = directory.resolve("now.pcapng");
        try (ChatServer server = ChatServer.start(ServerOptions.defaults().withPort(0))) {
            List<String> args = new ArrayList<>(List.of(
                    "client",
                    recording.toString(),
                    "--to",
                    "127.0.0.1:" + server.address().getPort(),
                    "-w",
                    now.toString()));
            args.addAll(Arrays.asList(options));
            Run run = run("replay", args.toArray(String[]::new));
            assertEquals(0, run.exitCode(), run::output);
        }
        return now.toString();
    }

    @Test
    void theDemoIsAsItWas() throws Exception {
        Run run = run("diff", FOUR_USERS.toString(), now(FOUR_USERS));

        assertEquals("", run.errors());
        assertEquals(0, run.exitCode(), run::output);
        assertTrue(run.output().contains("\nno message differs"), run::output);
    }

    @Test
    void ofTheFirstServerJustWhatIsWordedOtherwiseDiffers() throws Exception {
        String now = now(FIRST_SERVER, "--rules", RULES);

        Run ruled = run("diff", FIRST_SERVER.toString(), now, "--rules", RULES);
        assertEquals(0, ruled.exitCode(), ruled::output);
        Run plain = run("diff", FIRST_SERVER.toString(), now);
        assertEquals(1, plain.exitCode());
        assertEquals(
                List.of("ended", "goodbye", "hello", "joined", "online", "private", "rejected", "requested"),
                plain.output()
                        .lines()
                        .filter(line -> line.matches("  [AB]  frame .*"))
                        .map(line -> line.strip().split(" +")[3])
                        // Whom this still reaches is decided by the moment.
                        .filter(kind -> !kind.equals("left"))
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void aRenamedUserIsTheSameUser() throws Exception {
        String now = now(FOUR_USERS, "--rename", "Ofir=Zohar,Emily=Amit");

        assertEquals(
                0,
                run("diff", FOUR_USERS.toString(), now, "--rename", "Ofir=Zohar,Emily=Amit")
                        .exitCode());
        Run without = run("diff", FOUR_USERS.toString(), now);
        assertEquals(1, without.exitCode());
        assertTrue(without.output().contains("Ofir    0 → –   only in A, with"), without::output);
    }

    @Test
    void whatCannotBeComparedIsSaidInALineWithExitCodeTwo() throws Exception {
        Path missing = directory.resolve("missing.pcapng");
        Path text = Files.writeString(directory.resolve("text"), "hello");

        Run first = run("diff", FOUR_USERS.toString(), missing.toString());
        assertEquals(2, first.exitCode());
        assertEquals("parley: " + missing + ": no such file\n", first.errors());
        Run second = run("diff", FOUR_USERS.toString(), text.toString());
        assertEquals(2, second.exitCode());
        assertEquals("parley: " + text + " is text, no capture: expected a pcap or pcapng file\n", second.errors());
        assertEquals("", second.output());
    }
}
