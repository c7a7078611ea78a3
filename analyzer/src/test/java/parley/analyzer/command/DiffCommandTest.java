package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.testing.TcpScript;

class DiffCommandTest {
    private static final String SESSION =
            "handshake\nC data 'one\\n'\nS data '<one>\\n'\nC data 'two\\n'\n" + "S data '<two>\\n'\nclose\n";

    @TempDir
    private Path directory = Path.of("");

    private String file(String name, String script) throws IOException {
        return Files.write(directory.resolve(name), TcpScript.parse(script).pcapng())
                .toString();
    }

    private CommandRun diff(String other, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(file("a.pcapng", SESSION), file("b.pcapng", other)));
        arguments.addAll(List.of(options));
        return CommandRun.of(new DiffCommand(), arguments.toArray(String[]::new));
    }

    @Test
    void theExitCodeTellsWhetherThereIsADifference() throws IOException {
        assertEquals(0, diff(SESSION).exit());
        assertEquals(1, diff(SESSION.replace("<two>", "<tow>")).exit());
    }

    @Test
    void timingAndTransportCountOnlyWhereAskedFor() throws IOException {
        String slow = SESSION.replace("S data '<two>", "at +1s\nS data '<two>");
        String reset = SESSION.replace("close", "S RST");

        assertEquals(0, diff(slow).exit());
        assertEquals(1, diff(slow, "--strict").exit());
        assertEquals(0, diff(slow, "--strict", "--slower", "2000ms").exit());
        assertEquals(0, diff(reset).exit());
        assertEquals(1, diff(reset, "--strict").exit());
    }

    @Test
    void oneCaptureMayComeFromStandardInput() throws IOException {
        CommandRun run = CommandRun.withInput(
                TcpScript.parse(SESSION).pcapng(), new DiffCommand(), "-", file("b.pcapng", SESSION));

        assertEquals(0, run.exit(), run::error);
        assertEquals(
                "only one of the captures can be standard input",
                CommandRun.of(new DiffCommand(), "-", "-").error());
    }

    @Test
    void thePageIsWrittenBesideTheText() throws IOException {
        Path page = directory.resolve("diff.html");
        CommandRun run = diff(SESSION.replace("<two>", "<tow>"), "--html", page.toString());

        assertTrue(run.out().contains("1 difference"), run::out);
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void jsonTakesThePlaceOfTheText() throws IOException {
        assertTrue(diff(SESSION, "--json").out().startsWith("{\"different\":false,\"differences\":0,"));
    }

    @Test
    void aCaptureWithNothingInItCannotBeCompared() throws IOException {
        CommandRun run = diff("handshake\nclose\n");

        assertEquals(
                directory.resolve("b.pcapng") + " has no TCP connection that carried data: there is nothing to compare",
                run.error());
        assertEquals("", run.out());
    }

    @Test
    void whatIsNoCaptureIsSaidInALine() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "no capture");
        CommandRun run = CommandRun.of(new DiffCommand(), file("a.pcapng", SESSION), text.toString());

        assertEquals(text + " is text, no capture: expected a pcap or pcapng file", run.error());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    --stream | 7     | a.pcapng has no stream 7; its only one is 0
                    --stream | 0:4   | b.pcapng has no stream 4; its only one is 0
                    --stream | x     | --stream takes N or N:M, numbers of connections, not 'x'
                    --slower | soon  | --slower takes times from 1x on, milliseconds, or both: 3x, 50ms or 3x,50ms; not 'soon'
                    --rename | A     | --rename takes A=B, not 'A'
                    --rename | A=B,A=C | --rename: 'A' is renamed twice
                    --rename | A=C,B=C | --rename: two users would have the same name
                    --rules  | x.rules | x.rules: no such file
                    --html   | nowhere/x.html | nowhere/x.html cannot be written: there is no such directory
                    """)
    void aWrongOptionIsSaidInALine(String option, String value, String said) throws IOException {
        CommandRun run = diff(SESSION, option, value);

        assertEquals(said, run.error().replace(directory + "/", ""));
        assertTrue(run.exit() > 0);
    }
}
