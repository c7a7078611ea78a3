package parley.cli;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Root opens the interface and is somebody else before the first file: as the kernel and the file system tell it. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DroppedRootTest {
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");
    /** A port on which nobody talks. */
    private static final String SILENCE = "tcp port 9";

    @TempDir
    private Path directory = Path.of("");

    private Path files = Path.of("");

    /** What a thread is allowed, as its status file says. */
    private record Credentials(String uids, String gids, Set<String> groups, String capabilities) {}

    @BeforeEach
    void rootCapturesAndEverybodyMayWrite() throws IOException {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "giving up root is not tested: the tests do not run as root");
        CaptureAssumption.loopbackCanBeCaptured();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        files = Files.createDirectory(directory.resolve("files"));
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Test
    void everyThreadIsTheUserWithTheGroupsOfTheUser() throws Exception {
        String login = someoneWithGroups();
        int uid = Integer.parseInt(id("-u", login));
        int gid = Integer.parseInt(id("-g", login));

        Set<Credentials> threads = whileLive(Map.of(), "gave up root, goes on as " + login, "-Z", login);

        assertEquals(Set.of(credentials(uid, gid, Set.of(id("-G", login).split(" ")))), threads);
        assertFilesBelongTo(uid, gid);
    }

    @Test
    void underSudoItIsWhoCalled() throws Exception {
        Map<String, String> sudo = Map.of("SUDO_UID", "54321", "SUDO_GID", "54322", "SUDO_USER", "ofir");

        Set<Credentials> threads = whileLive(sudo, "gave up root, goes on as user 54321");

        assertEquals(Set.of(credentials(54321, 54322, Set.of())), threads);
        assertFilesBelongTo(54321, 54322);
    }

    @Test
    void noDropStaysRootEvenUnderSudo() throws Exception {
        Set<Credentials> threads = whileLive(Map.of("SUDO_UID", "54321", "SUDO_GID", "54322"), "", "--no-drop");

        assertEquals(
                Set.of("0\t0\t0\t0"), threads.stream().map(Credentials::uids).collect(toSet()));
        assertFilesBelongTo(0, 0);
    }

    @Test
    void rootOfItsOwnStaysRootAndSaysSo() throws Exception {
        whileLive(Map.of(), "stays root, to whom the files will belong; -Z USER becomes another user");

        assertFilesBelongTo(0, 0);
    }

    @Test
    void theDemoUnderSudoWritesFilesOfWhoCalled() throws Exception {
        ProcessBuilder demo = parley(List.of(), "demo", "-o", reports().toString());
        demo.environment().putAll(Map.of("SUDO_UID", "54321", "SUDO_GID", "54322"));

        ChildJvm.Run run = ChildJvm.run(directory, demo);

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(Files.size(reports().resolve("capture.pcapng")) > 1000, "nothing was captured");
        assertFilesBelongTo(54321, 54322);
    }

    /** On the loopback interface of a namespace of its own, where nobody else hears the packets. */
    @Test
    void whoSendsPacketsGivesUpRootOnceTheInterfaceIsOpen() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/unshare")) && Files.isExecutable(Path.of("/sbin/ip")),
                "giving up root before packets are sent is not tested: it takes unshare and ip");
        List<String> alone = List.of("unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");
        String[] send = {
            "replay", "packets", ProjectFiles.sample("four-users.pcapng").toString(), "-i", "lo", "--topspeed"
        };

        ProcessBuilder underSudo = parley(alone, send);
        underSudo.environment().putAll(Map.of("SUDO_UID", "54321", "SUDO_GID", "54322"));
        assertSent("gave up root, goes on as user 54321", underSudo);
        assertSent("stays root; -Z USER becomes another user", parley(alone, send));
    }

    private void assertSent(String errors, ProcessBuilder command) throws Exception {
        ChildJvm.Run run = ChildJvm.run(directory, command);

        assertEquals("parley: " + errors + "\n", run.errors());
        assertTrue(run.output().startsWith("sent 143 packets, 11287 octets on lo in "), run.output());
        assertEquals(0, run.exitCode());
    }

    @Test
    void aDirectoryThatTheUserMayNotWriteToIsOneLine() throws Exception {
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertRefused(
                1,
                "parley: gave up root, goes on as nobody\nparley: cannot write " + packets()
                        + ": permission denied; name a file in a directory of your own\n",
                live(List.of(), "-Z", "nobody"));
    }

    @Test
    void aUserThatThereIsNotIsOneLine() throws Exception {
        assertRefused(
                2,
                "parley: -Z: there is no user no-such-user (see 'parley live --help')\n",
                live(List.of(), "-Z", "no-such-user"));
    }

    @Test
    void whoIsNotRootBecomesNobody() throws Exception {
        List<String> captureAlone = List.of(
                "setpriv",
                "--reuid=54321",
                "--regid=54322",
                "--clear-groups",
                "--inh-caps=+net_raw,+dac_override",
                "--ambient-caps=+net_raw,+dac_override");

        assertRefused(
                2,
                "parley: -Z: only root can become nobody (see 'parley live --help')\n",
                live(captureAlone, "-Z", "nobody"));
    }

    @Test
    void rootThatMayNotChangeUsersDoesNotGoOn() throws Exception {
        assertRefused(
                1,
                "parley: cannot become nobody (Operation not permitted): is this root without CAP_SETUID and"
                        + " CAP_SETGID? --no-drop stays root\n",
                live(List.of("setpriv", "--bounding-set=-setuid"), "-Z", "nobody"));
    }

    @Test
    void rootThatCouldComeBackDoesNotGoOn() throws Exception {
        assertRefused(
                1,
                "parley: root could not be given up for good to become nobody: nothing was captured; --no-drop stays"
                        + " root\n",
                live(List.of("setpriv", "--securebits=+no_setuid_fixup"), "-Z", "nobody"));
    }

    @Test
    void rootThatCouldComeBackSendsNothing() throws Exception {
        assertRefused(
                1,
                "parley: root could not be given up for good to become nobody: nothing was sent; --no-drop stays root\n",
                parley(
                        List.of("setpriv", "--securebits=+no_setuid_fixup"),
                        "replay",
                        "packets",
                        ProjectFiles.sample("four-users.pcapng").toString(),
                        "-i",
                        "lo",
                        "-Z",
                        "nobody"));
    }

    private void assertRefused(int exitCode, String errors, ProcessBuilder command) throws Exception {
        ChildJvm.Run run = ChildJvm.run(directory, command);

        assertEquals(errors, run.errors());
        assertEquals(exitCode, run.exitCode());
        assertFalse(Files.exists(packets()), "a file was created");
    }

    /** The credentials of the threads of {@code live} while it captures, which then is ended. */
    private Set<Credentials> whileLive(Map<String, String> environment, String firstLine, String... args)
            throws Exception {
        ProcessBuilder builder = live(List.of(), args);
        builder.environment().putAll(environment);
        Process live = builder.start();
        try (BufferedReader errors = live.errorReader(StandardCharsets.UTF_8)) {
            if (!firstLine.isEmpty()) {
                assertEquals("parley: " + firstLine, errors.readLine());
            }
            String capturing = errors.readLine();
            assertTrue(capturing != null && capturing.startsWith("capturing on "), capturing);
            Set<Credentials> threads = threads(live.pid());
            live.toHandle().destroy();
            assertTrue(errors.lines().anyMatch(line -> line.contains("packets captured")), "no end");
            assertEquals(143, live.waitFor());
            return threads;
        } finally {
            live.destroyForcibly().waitFor();
        }
    }

    private ProcessBuilder live(List<String> prefix, String... args) {
        List<String> all = new ArrayList<>(List.of(
                "live",
                "-f",
                SILENCE,
                "-w",
                packets().toString(),
                "-o",
                reports().toString()));
        all.addAll(List.of(args));
        return parley(prefix, all.toArray(String[]::new));
    }

    private ProcessBuilder parley(List<String> prefix, String... args) {
        ProcessBuilder builder = ChildJvm.java(NATIVE_ACCESS, args);
        builder.command().addAll(0, prefix);
        builder.environment().keySet().removeAll(List.of("SUDO_UID", "SUDO_GID", "SUDO_USER"));
        return builder;
    }

    private Path packets() {
        return files.resolve("capture.pcapng");
    }

    private Path reports() {
        return files.resolve("reports");
    }

    private static Set<Credentials> threads(long pid) throws IOException {
        List<Path> tasks;
        try (Stream<Path> listed = Files.list(Path.of("/proc/" + pid + "/task"))) {
            tasks = listed.toList();
        }
        assertTrue(tasks.size() > 1, "a JVM has threads");
        List<Credentials> found = new ArrayList<>();
        for (Path task : tasks) {
            try {
                found.add(credentials(Files.readAllLines(task.resolve("status"))));
            } catch (NoSuchFileException ended) {
                // It is nobody's any more.
            }
        }
        return Set.copyOf(found);
    }

    private static Credentials credentials(List<String> status) {
        return new Credentials(
                value("Uid", status),
                value("Gid", status),
                Arrays.stream(value("Groups", status).split(" "))
                        .filter(group -> !group.isEmpty())
                        .collect(toSet()),
                value("CapPrm", status) + value("CapEff", status));
    }

    private static Credentials credentials(int uid, int gid, Set<String> groups) {
        return new Credentials(
                ("\t" + uid).repeat(4).strip(), ("\t" + gid).repeat(4).strip(), groups, "0".repeat(32));
    }

    private static String value(String name, List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findAny()
                .orElseThrow();
    }

    private void assertFilesBelongTo(int uid, int gid) throws IOException {
        List<Path> written;
        try (Stream<Path> walk = Files.walk(files)) {
            written = walk.filter(path -> !path.equals(files)).toList();
        }
        assertTrue(written.size() > 5, () -> "only " + written);
        for (Path path : written) {
            assertEquals(uid, Files.getAttribute(path, "unix:uid"), path.toString());
            assertEquals(gid, Files.getAttribute(path, "unix:gid"), path.toString());
        }
    }

    /** A user who is a member of a group besides the own one, where this system has one. */
    private static String someoneWithGroups() throws Exception {
        Optional<String> member;
        try (Stream<String> groups = Files.lines(Path.of("/etc/group"))) {
            member = groups.map(
                            line -> line.substring(line.lastIndexOf(':') + 1).split(",")[0])
                    .filter(login -> !login.isEmpty() && !login.equals("root"))
                    .findFirst();
        }
        return member.orElse("nobody");
    }

    private static String id(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("id"));
        command.addAll(List.of(args));
        Process id = new ProcessBuilder(command).start();
        try (BufferedReader output = id.inputReader(StandardCharsets.UTF_8)) {
            return output.readLine();
        }
    }
}
