package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import parley.analyzer.findings.FindingKind;

class FindingsCommandTest {
    @Test
    void allAreListedWithinTheWidth() {
        CommandRun run = CommandRun.of(new FindingsCommand());
        assertEquals(0, run.exit(), run.error());
        assertTrue(
                Arrays.stream(FindingKind.values()).allMatch(kind -> run.out().contains("\n  " + kind.id() + " ")),
                run.out());
        assertTrue(run.out().lines().allMatch(line -> line.length() <= Terminal.columns()), run.out());
    }

    @Test
    void oneIsToldWithItsEvidence() {
        String out = CommandRun.of(new FindingsCommand(), "welcome-size").out();
        assertTrue(out.startsWith("welcome-size\nlayer     application\nseverity  info\nrule      "), out);
        assertTrue(out.contains("sentence  The welcome is 20 bytes with its line end.\n"), out);
    }

    @Test
    void whatIsNotInTheCatalogueIsWrongUsage() {
        CommandRun run = CommandRun.of(new FindingsCommand(), "welcome");
        assertEquals(2, run.exit());
        assertEquals("no finding is called welcome; parley findings lists all", run.error());
    }
}
