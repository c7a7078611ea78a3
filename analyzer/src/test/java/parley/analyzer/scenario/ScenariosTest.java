package parley.analyzer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each folder of scenarios comes out as its files say. */
class ScenariosTest {
    /** Names, joined by commas, of scenarios whose expected files are written anew, to be read before they are kept. */
    private static final String WRITE = "parley.scenarios.write";

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<String> written = Arrays.asList(System.getProperty(WRITE, "").split(",", -1));
        return Scenario.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    if (written.contains(scenario.name())) {
                        write(scenario);
                        fail("its files are written: read them, and run again without -D" + WRITE);
                    }
                    check(scenario);
                }));
    }

    private static void check(Scenario scenario) {
        String script = scenario.read(Scenario.SCRIPT);
        assertTrue(script.startsWith("# "), "the script begins with a comment that says what it is about");
        List<String> differences = new ArrayList<>();
        Outcome.of(scenario.script()).forEach((file, actual) -> {
            String expected = scenario.read(file);
            if (!expected.equals(actual)) {
                differences.add(file + "\n" + difference(expected, actual));
            }
        });
        assertTrue(
                differences.isEmpty(),
                () -> "what comes out of " + scenario.name() + " differs in " + String.join("\n", differences));
    }

    private static void write(Scenario scenario) throws IOException {
        for (Map.Entry<String, String> file : Outcome.of(scenario.script()).entrySet()) {
            Files.writeString(scenario.folder().resolve(file.getKey()), file.getValue());
        }
    }

    /** Lines that only the one has with -, that only the other has with +, those before and behind as they are. */
    private static String difference(String expected, String actual) {
        List<String> wanted = expected.lines().toList();
        List<String> found = actual.lines().toList();
        int shorter = Math.min(wanted.size(), found.size());
        int before = 0;
        while (before < shorter && wanted.get(before).equals(found.get(before))) {
            before++;
        }
        int behind = 0;
        while (behind < shorter - before
                && wanted.get(wanted.size() - 1 - behind).equals(found.get(found.size() - 1 - behind))) {
            behind++;
        }
        StringBuilder text = new StringBuilder();
        wanted.subList(0, before).forEach(line -> text.append("  ").append(line).append('\n'));
        wanted.subList(before, wanted.size() - behind)
                .forEach(line -> text.append("- ").append(line).append('\n'));
        found.subList(before, found.size() - behind)
                .forEach(line -> text.append("+ ").append(line).append('\n'));
        found.subList(found.size() - behind, found.size())
                .forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    @Test
    void aScenarioThatLacksAFileFailsAndSaysWhich(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(Scenario.SCRIPT), "# a handshake\nhandshake\n");
        Scenario scenario = new Scenario(folder);
        write(scenario);
        check(scenario);
        for (String file : List.of(Outcome.SEGMENTS, Outcome.STREAMS, Outcome.CONVERSATIONS, Scenario.SCRIPT)) {
            Path kept = Files.move(folder.resolve(file), folder.resolve("kept"));
            UncheckedIOException lacking = assertThrows(UncheckedIOException.class, () -> check(scenario));
            assertTrue(String.valueOf(lacking.getMessage()).contains(" has no " + file), lacking::getMessage);
            Files.move(kept, folder.resolve(file));
        }
    }

    @Test
    void aScenarioThatComesOutOtherwiseFailsAndShowsHow(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(Scenario.SCRIPT), "# a handshake\nhandshake\n");
        Scenario scenario = new Scenario(folder);
        write(scenario);
        Files.writeString(folder.resolve(Scenario.SCRIPT), "# a handshake, reset\nhandshake; C RST\n");
        AssertionError different = assertThrows(AssertionError.class, () -> check(scenario));
        assertTrue(String.valueOf(different.getMessage()).contains("\n- conn_state S1\n"), different::getMessage);
        assertTrue(String.valueOf(different.getMessage()).contains("\n+ conn_state RSTO\n"), different::getMessage);
    }

    @Test
    void aDifferenceShowsWhatWasExpectedAndWhatCame() {
        assertEquals("  a\n- b\n+ x\n+ y\n  c\n", difference("a\nb\nc\n", "a\nx\ny\nc\n"));
        assertEquals("  a\n- a\n", difference("a\na\n", "a\n"));
    }
}
