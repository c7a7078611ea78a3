package parley.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Files as the command line names them, and what is left of them when a command fails. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PathsTest {
    private static final String SESSION =
            ProjectFiles.sample("seed-session.pcapng").toString();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void anEmptyPathIsRefusedWhereverOneIsTaken() {
        CommandLine all = new CommandLine(new Nothing());
        Commands.all().forEach(all::addSubcommand);

        assertAll(all.getSubcommands().values().stream().flatMap(PathsTest::emptyPaths));
    }

    @CommandLine.Command(name = "parley")
    private static final class Nothing {}

    private static Stream<Executable> emptyPaths(CommandLine command) {
        Stream<Executable> below = command.getSubcommands().values().stream().flatMap(PathsTest::emptyPaths);
        return Stream.concat(
                below,
                command.getCommandSpec().args().stream()
                        .filter(arg -> arg.type() == Path.class
                                || List.of(arg.auxiliaryTypes()).contains(Path.class))
                        .map(arg -> () -> assertEmptyIsRefused(command, arg)));
    }

    private static void assertEmptyIsRefused(CommandLine command, ArgSpec arg) {
        List<String> line =
                new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
        line.removeFirst();
        if (arg instanceof OptionSpec option) {
            line.add(option.longestName());
        }
        line.add("");

        Run run = Run.of(Commands.all(), line.toArray(String[]::new));

        assertEquals(2, run.exitCode(), () -> line + run.errors());
        assertTrue(run.errors().contains("it is empty; is a variable unset?"), () -> line + run.errors());
        assertEquals(1, run.errors().lines().count());
    }

    @Test
    void anEmptyFolderForReportsWritesNothing() {
        Run run = Run.of(Commands.all(), "analyze", SESSION, "-o", "");

        assertEquals(2, run.exitCode());
        assertEquals("", run.output());
        assertFalse(Files.exists(Path.of("users.csv")));
    }

    @Test
    void aStreamThatIsNotThereLeavesNoFolder() {
        Path reports = directory.resolve("a").resolve("b");

        Run run = Run.of(Commands.all(), "analyze", SESSION, "--stream", "9", "-o", reports.toString());

        assertEquals(1, run.exitCode());
        assertFalse(Files.exists(directory.resolve("a")));
    }

    @Test
    void aStreamThatIsNotThereLeavesOlderReportsAsTheyWere() throws IOException {
        String reports = directory.toString();
        Run.of(Commands.all(), "analyze", SESSION, "-o", reports);
        String users = Files.readString(directory.resolve("users.csv"));

        Run run = Run.of(Commands.all(), "analyze", SESSION, "--stream", "9", "-o", reports);

        assertEquals(1, run.exitCode());
        assertEquals(users, Files.readString(directory.resolve("users.csv")));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".part")).toList());
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void reportsAreForTheirOwnerAlone() throws IOException {
        Path reports = directory.resolve("reports");

        Run.of(Commands.all(), "analyze", SESSION, "-o", reports.toString());

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(reports)));
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    /** The name is given as octal escapes of printf: UTF-8, ISO 8859-1, and bytes of nothing. */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @CsvSource({
        "C, gr\\303\\266\\303\\237e",
        "C, gr\\366\\337e",
        "C.UTF-8, gr\\366\\337e",
        "C.UTF-8, \\377\\303 a%%:b",
    })
    void aFileMayHaveAnyName(String locale, String octal) throws Exception {
        String script = """
                name=$(printf "$NAME") && cp "$SESSION" "$name.pcapng" && "$@" analyze "$name.pcapng" -o "$name" &&
                "$@" diff "$PWD/$name.pcapng" ./"$name.pcapng" --html="$name.html" >diff &&
                test -s "$name/users.csv" && test -s "$name.html"
                """;
        ProcessBuilder parley = ChildJvm.java();
        parley.command().addAll(0, List.of("sh", "-c", script, "sh"));
        parley.environment().put("LC_ALL", locale);
        parley.environment().put("NAME", octal);
        parley.environment().put("SESSION", Path.of(SESSION).toAbsolutePath().toString());
        Path files = Files.createDirectory(directory.resolve("files"));

        ChildJvm.Run run = ChildJvm.run(directory, parley.directory(files.toFile()));

        assertEquals("", run.errors());
        assertEquals(0, run.exitCode(), run.output());
    }
}
