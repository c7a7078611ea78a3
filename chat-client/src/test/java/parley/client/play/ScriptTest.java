package parley.client.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    private static final String HEADER = "at,user,port,line\n";

    @TempDir
    Path directory;

    @Test
    void readsRowsWithTheirLinesTimesAndPorts() throws IOException {
        Script script = read(HEADER + ",Ofir,58197,Ofir\n0.5,Roony,,Roony\n\n1.25,Ofir,,who\n");
        assertEquals(
                new Script(
                        "a.csv",
                        List.of(
                                new Script.Row(2, null, "Ofir", 58197, "Ofir"),
                                new Script.Row(3, Duration.ofMillis(500), "Roony", 0, "Roony"),
                                new Script.Row(5, Duration.ofMillis(1250), "Ofir", 0, "who"))),
                script);
        assertEquals(List.of("Ofir", "Roony"), script.users());
    }

    @Test
    void quotedCellsHoldCommasQuotesAndBackslashes() throws IOException {
        Script script = read(HEADER + ",A,,A\n,A,,\"A to B, C - say \"\"hi\"\" \\\"\n");
        assertEquals("A to B, C - say \"hi\" \\", script.rows().get(1).text());
    }

    @Test
    void readsWhatASpreadsheetWrites() throws IOException {
        Script script = read("\ufeffat,user,port,line\r\n,הודיה,,הודיה\r\n,הודיה,,\r\n");
        assertEquals("הודיה", script.rows().get(0).user());
        assertEquals("", script.rows().get(1).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",Ofir,58197 | 3 columns instead of the 4 of at,user,port,line",
                ",Ofir,,Ofir to A, B - hi"
                        + " | 5 columns instead of the 4 of at,user,port,line (text with a comma stands in quotes)",
                ",,,hi | no user",
                "soon,Ofir,,hi | 'soon' is no time: seconds from the start, as 1.5, or empty",
                "-1,Ofir,,hi | '-1' is no time: seconds from the start, as 1.5, or empty",
                "1.5,Ofir,,hi | at 1.5 comes after a later time; rows stand in the order in which they are typed",
                ",Ofir,0,Ofir | '0' is no port: a number from 1 to 65535, or empty",
                ",Ofir,65536,Ofir | '65536' is no port: a number from 1 to 65535, or empty",
                ",Ofir,x,Ofir | 'x' is no port: a number from 1 to 65535, or empty",
                ",Ofir,7,Ofir | port 7 is that of A already, in line 2",
                ",A,8,hi | a port stands in a user's first row; that of A is line 2",
                ",B,,hi | B has typed exit in line 4",
                ",Ofir,,\"hi | a quote opens in this line and is not closed in it",
            })
    void aFaultSaysFileAndLine(String row, String message) {
        String good = HEADER + "2,A,7,A\n,B,,B\n,B,,exit\n";
        assertEquals("a.csv:5: " + message, fault(good + row + "\n,A,,who\n"));
    }

    @Test
    void aLineBreakWithinALineIsRefused() {
        assertEquals(
                "a.csv:2: a quote opens in this line and is not closed in it",
                fault(HEADER + ",A,,\"A\nwho\"\n,A,,x\n"));
    }

    @Test
    void aHeaderThatIsMissingOrMisspeltIsRefused() {
        assertEquals("a.csv:1: the first line must be at,user,port,line; the file is empty", fault(""));
        assertEquals(
                "a.csv:1: the first line must be at,user,port,line, not at,user,line", fault("at,user,line\n,A,A\n"));
        assertEquals("a.csv:1: the first line must be at,user,port,line, not ,A,,A", fault(",A,,A\n"));
    }

    @Test
    void aScriptWithNoRowsIsRefused() {
        assertTrue(fault(HEADER).endsWith("no rows after the header"));
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws IOException {
        Path file = directory.resolve("latin.csv");
        Files.write(file, (HEADER + ",Zoë,,Zoë\n").getBytes(StandardCharsets.ISO_8859_1));
        String message = String.valueOf(
                assertThrows(IOException.class, () -> Script.read(file)).getMessage());
        assertEquals("latin.csv:2: not UTF-8", message);
    }

    @Test
    void aFileThatIsNoFileIsNamed() {
        Path missing = directory.resolve("none.csv");
        assertEquals(
                "no such file: " + missing,
                assertThrows(IOException.class, () -> Script.read(missing)).getMessage());
        assertEquals(
                directory + " is a directory; a script is a CSV file",
                assertThrows(IOException.class, () -> Script.read(directory)).getMessage());
    }

    @Test
    void faultsDoNotPassOnControlCharacters() {
        assertEquals(
                "a.csv:2: '\\u001b[2J' is no time: seconds from the start, as 1.5, or empty",
                fault(HEADER + "\u001b[2J,A,,A\n"));
    }

    private Script read(String csv) throws IOException {
        Path file = directory.resolve("a.csv");
        Files.writeString(file, csv);
        return Script.read(file);
    }

    private String fault(String csv) {
        return String.valueOf(assertThrows(IOException.class, () -> read(csv)).getMessage());
    }
}
