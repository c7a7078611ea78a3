package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.FileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class FailuresTest {
    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongAndWhere(Throwable failure, String line) {
        assertEquals(line, Failures.of(failure));
    }

    static Stream<Arguments> saysWhatIsWrongAndWhere() {
        return Stream.of(
                arguments(new IOException("a.pcap: no capture file"), "a.pcap: no capture file"),
                arguments(new UncheckedIOException(new IOException("disk full")), "disk full"),
                arguments(new NoSuchFileException("a.pcap"), "a.pcap: no such file or directory"),
                arguments(new AccessDeniedException("a.pcap"), "a.pcap: permission denied"),
                arguments(new FileSystemException("a", null, "Is a directory"), "a: Is a directory"),
                arguments(new FileSystemException("a"), "a: cannot be used"),
                arguments(new UnknownHostException("nowhere.invalid"), "nowhere.invalid: no such host"),
                arguments(
                        new BindException("Address already in use"),
                        "the port is in use already; choose another, or end the program that has it"),
                arguments(
                        new ConnectException("Connection refused"),
                        "connection refused; is the server running, and on that port?"),
                arguments(new IOException(), "IOException"),
                arguments(
                        new IllegalStateException("no"),
                        "internal error: java.lang.IllegalStateException: no; run again with --debug and report it"));
    }

    @Test
    void theJdksOwnExceptionsAreUnderstood(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("latin1"), "caf\u00e9", StandardCharsets.ISO_8859_1);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertLine(
                    "the port is in use already; choose another, or end the program that has it",
                    () -> new ServerSocket(taken.getLocalPort(), 1, InetAddress.getLoopbackAddress()).close());
        }
        assertLine(directory + "/no: no such file or directory", () -> Files.readString(directory.resolve("no")));
        assertLine(
                directory + "/no (No such file or directory)",
                () -> new FileReader(directory + "/no", StandardCharsets.UTF_8).close());
        assertLine("a directory was named where a file is needed", () -> Files.readAllBytes(directory));
        assertLine("the input is not UTF-8", () -> Files.readString(file));
    }

    private static void assertLine(String line, Executable failing) {
        assertEquals(line, Failures.of(assertThrows(IOException.class, failing)));
    }

    @Test
    void anErrorIsOneLineOnStandardErrorAndExitCodeOne() {
        Run run = Run.of(List.of(Failing.class), "fail", "io");

        assertEquals(new Run(1, "", "parley: a.pcap: no capture file\n"), run);
    }

    @Test
    void controlCharactersOfAFileNameDoNotReachTheTerminal() {
        Run run = Run.of(List.of(Failing.class), "fail", "escape");

        assertEquals("parley: a [31m b: no such file or directory\n", run.errors());
    }

    @Test
    void aFaultInTheProgramIsOneLineToo() {
        Run run = Run.of(List.of(Failing.class), "fail", "bug");

        assertEquals(1, run.exitCode());
        assertEquals(
                "parley: internal error: java.lang.IllegalStateException: broken; run again with --debug and report it\n",
                run.errors());
    }

    @Test
    void anErrorOfTheJvmIsOneLineToo() {
        Run run = Run.of(List.of(Failing.class), "fail", "memory");

        assertEquals(1, run.exitCode());
        assertTrue(
                run.errors().matches("parley: out of memory at \\d+ MiB; set JDK_JAVA_OPTIONS=-Xmx4g .*\n"),
                run.errors());
    }

    @Test
    void debugBeforeOrAfterTheCommandShowsTheStackTrace() {
        for (String[] args :
                new String[][] {{"--debug", "fail", "bug"}, {"fail", "--debug", "bug"}, {"fail", "bug", "--debug"}}) {
            Run run = Run.of(List.of(Failing.class), args);

            assertEquals(1, run.exitCode());
            assertTrue(run.errors().contains("\tat parley.cli.FailuresTest$Failing.run("), run.errors());
        }
    }

    @Command(name = "fail")
    static final class Failing implements Runnable {
        @Parameters
        private String how = "";

        @Override
        public void run() {
            switch (how) {
                case "io" -> throw new UncheckedIOException(new IOException("a.pcap: no capture file"));
                case "escape" -> throw new UncheckedIOException(new NoSuchFileException("a\033[31m\r\nb"));
                case "memory" -> throw new OutOfMemoryError("Java heap space");
                default -> throw new IllegalStateException("broken");
            }
        }
    }
}
