package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, in a project whose Maven and JDK are scripts of a few lines. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
    /** Prints what it is started with; training makes the cache. */
    private static final String JAVA = """
            #!/bin/sh
            for argument; do
              case $argument in -XX:AOTCacheOutput=*) : >"${argument#*=}" ;; esac
            done
            echo "LC_ALL=${LC_ALL-} $*"
            """;

    /** Builds once it may. */
    private static final String MAVEN = """
            #!/bin/sh
            echo build >>"$ROOT/builds"
            while [ -e "$ROOT/wait" ]; do sleep 0.1; done
            mkdir -p "$ROOT/cli/target" && : >"$ROOT/cli/target/parley.jar"
            """;

    private static final String WAITING = "parley: waiting for another parley, which is building (process ";

    @TempDir
    private Path root = Path.of("");

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void aProject() throws IOException {
        root = root.toRealPath();
        for (String file : List.of("parley", ".mvn/tools.sh", "cli/jvm.options")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(ProjectFiles.root().resolve(file), root.resolve(file));
        }
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.createFile(root.resolve("pom.xml"));
        for (String source : List.of("pom.xml", "cli/src/main")) {
            Files.setLastModifiedTime(root.resolve(source), FileTime.from(Instant.EPOCH));
        }
        executable("jdk/bin/java", JAVA);
        executable("jdk/bin/javac", "#!/bin/sh\n");
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        executable("bin/mvn", MAVEN);
    }

    private void executable(String name, String script) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProcessBuilder launcher(String... args) {
        List<String> command =
                new ArrayList<>(List.of("sh", root.resolve("parley").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ROOT", root.toString());
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, ours) -> ours + ":" + path);
        return builder;
    }

    private Process start() throws IOException {
        Process process = launcher("--version").start();
        started.add(process);
        return process;
    }

    private ChildJvm.Run run(ProcessBuilder builder) throws Exception {
        return ChildJvm.run(root, builder);
    }

    private long builds() throws IOException {
        return Files.readAllLines(root.resolve("builds")).size();
    }

    private Path lock() throws IOException {
        return Files.createDirectories(root.resolve("target/parley.lock"));
    }

    private void assertBuilds() throws Exception {
        ChildJvm.Run run = run(launcher("--version"));

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.output().endsWith(" --version\n"), run.output());
        assertEquals(1, builds());
        assertFalse(Files.exists(root.resolve("target/parley.lock")));
    }

    @Test
    void aLockThatNamesNobodyIsTakenOver() throws Exception {
        lock();
        assertBuilds();
    }

    @Test
    void aLockWhoseOwnerWasNotWrittenToTheEndIsTakenOver() throws Exception {
        Files.createFile(lock().resolve("owner"));
        assertBuilds();
    }

    @Test
    void aLockOfALiveStrangerIsTakenOver() throws Exception {
        Files.writeString(lock().resolve("owner"), ProcessHandle.current().pid() + "\n");
        assertBuilds();
    }

    @Test
    void aLockOfAProcessThatHasTheNumberSinceIsTakenOver() throws Exception {
        Files.writeString(lock().resolve("owner"), ProcessHandle.current().pid() + " another-boot 1\n");
        assertBuilds();
    }

    /** With a young generation of a fixed size nothing is left of such a heap for the objects of the cache. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmx128m", "-Xlog:disable -Xmx64m", "-XX:MaxRAMPercentage=1"})
    void theHeapThatOneAsksForIsLeftToTheJvm(String options) throws Exception {
        ProcessBuilder builder = launcher("analyze", "chat.pcap");
        builder.environment().put("JDK_JAVA_OPTIONS", options);
        ChildJvm.Run run = run(builder);

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.output().contains("-XX:AOTCache="), run.output());
        assertFalse(run.output().contains("NewSize"), run.output());
    }

    @Test
    void severalAtOnceBuildOnceAndSayThatTheyWait() throws Exception {
        Path wait = Files.createFile(root.resolve("wait"));
        try {
            for (int i = 0; i < 4; i++) {
                start();
            }
            List<String> first = new ArrayList<>();
            for (Process process : started) {
                first.add(firstError(process));
            }
            Files.delete(wait);

            assertEquals(
                    3, first.stream().filter(line -> line.startsWith(WAITING)).count(), first::toString);
            for (Process process : started) {
                assertEquals(0, process.waitFor());
            }
            assertEquals(1, builds());
        } finally {
            Files.deleteIfExists(wait);
            started.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void aBuildWhoseLauncherWasKilledIsWaitedFor() throws Exception {
        Path wait = Files.createFile(root.resolve("wait"));
        try {
            Process killed = start();
            firstError(killed);
            while (!Files.exists(root.resolve("builds"))) {
                Thread.sleep(10);
            }
            killed.destroyForcibly().waitFor();
            Process next = start();

            assertTrue(firstError(next).startsWith(WAITING));
            Files.delete(wait);
            assertEquals(0, next.waitFor());
            assertEquals(1, builds());
        } finally {
            Files.deleteIfExists(wait);
            started.forEach(Process::destroyForcibly);
        }
    }

    @SuppressWarnings("resource") // Closing it would close what the launcher still writes to.
    private static String firstError(Process process) throws IOException {
        return new BufferedReader(process.errorReader(StandardCharsets.UTF_8)).readLine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
    void whereTheLocaleSaysAsciiJavaIsToldUtf8(String locale) throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "[ \"$(LC_ALL=C.UTF-8 locale charmap)\" = UTF-8 ]")
                                .start()
                                .waitFor()
                        == 0,
                "there is no C.UTF-8 here");
        ProcessBuilder builder = launcher("--version");
        builder.environment().put("LC_ALL", locale);

        ChildJvm.Run run = run(builder);

        assertTrue(run.output().startsWith("LC_ALL=C.UTF-8 "), run.output());
    }

    @Test
    void aWorkingDirectoryWhoseNameIsNotUtf8IsCalledByOneThatIs() throws Exception {
        ProcessBuilder builder = launcher("--version");
        builder.command()
                .addAll(
                        0,
                        List.of("sh", "-c", "mkdir \"$(printf '\\366')\" && cd \"$(printf '\\366')\" && \"$@\"", "sh"));
        builder.directory(root.toFile());

        ChildJvm.Run run = run(builder);

        assertTrue(run.output().contains(" -Duser.dir=/proc/self/cwd "), run.errors() + run.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "web", "demo", "live", "relay", "capture", "replay", "client", "play"})
    void whatRunsOnEndsWhenMemoryDoes(String command) throws Exception {
        assertTrue(Commands.runsOn(command));
        assertTrue(
                run(launcher(command)).output().contains(" -XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr "));
    }

    @Test
    void whatEndsByItselfSaysWhatToDoAboutMemory() throws Exception {
        assertFalse(Commands.runsOn("analyze"));
        assertFalse(run(launcher("analyze")).output().contains("OutOfMemory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "web"})
    void aHeapThatIsChosenIsTheHeap(String command) throws Exception {
        ProcessBuilder builder = launcher(command);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx32m");

        assertFalse(run(builder).output().contains("-Xm"));
    }

    @Test
    void whatIsInstalledIsSaidBeforeAndWhatForAndHowNotTo() throws Exception {
        ProcessBuilder builder = withoutMaven();

        ChildJvm.Run run = run(builder);

        assertEquals(1, run.exitCode());
        assertTrue(
                run.errors()
                        .startsWith("parley: installing maven to build Parley, with apt-get, as root"
                                + " (PARLEY_INSTALL=no installs nothing)\nparley: no Maven found: "),
                run.errors());
        assertTrue(Files.exists(root.resolve("installed")));
    }

    @Test
    void nothingIsInstalledWhereThatIsForbidden() throws Exception {
        ProcessBuilder builder = withoutMaven();
        builder.environment().put("PARLEY_INSTALL", "no");

        ChildJvm.Run run = run(builder);

        assertEquals(1, run.exitCode());
        assertTrue(run.errors().startsWith("parley: no Maven found: "), run.errors());
        assertFalse(Files.exists(root.resolve("installed")));
    }

    /** A system with apt-get, root and no Maven. */
    private ProcessBuilder withoutMaven() throws IOException {
        assumeTrue(!Files.exists(Path.of("/opt/maven/bin/mvn")), "Maven is found here whatever the path is");
        Files.delete(root.resolve("bin/mvn"));
        executable("bin/apt-get", "#!/bin/sh\n: >\"$ROOT/installed\"\n");
        executable("bin/id", "#!/bin/sh\necho 0\n");
        for (String tool : List.of("cat", "find", "head", "mkdir", "mv", "ps", "rm", "rmdir", "sleep", "touch")) {
            executable("bin/" + tool, "#!/bin/sh\nPATH=/usr/bin:/bin\nexec " + tool + " \"$@\"\n");
        }
        ProcessBuilder builder = launcher("--version");
        builder.environment().put("PATH", root.resolve("bin").toString());
        builder.environment().put("HOME", root.toString());
        builder.environment().put("MAVEN_HOME", root.toString());
        return builder;
    }
}
