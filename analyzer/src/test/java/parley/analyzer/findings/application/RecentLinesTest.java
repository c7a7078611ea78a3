package parley.analyzer.findings.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import parley.analyzer.findings.evidence.EvidenceLog;

class RecentLinesTest {
    private record Sized(int number, int size) implements RecentLines.Line {}

    private final MessageFrames frames = new MessageFrames(new EvidenceLog(OptionalLong.empty()));
    private final RecentLines<String, Sized> lines = new RecentLines<>(3, frames);

    @Test
    void ofEachTheLastEightAreKept() {
        for (int i = 0; i < 10; i++) {
            lines.add("Ofir", new Sized(i, 1));
        }

        assertEquals(
                List.of(2, 3, 4, 5, 6, 7, 8, 9),
                lines.of("Ofir").stream().map(Sized::number).toList());
        assertEquals(0, frames.forgotten());
    }

    @Test
    void ofTooManyWhoWriteTheFirstIsForgottenAndThatIsCounted() {
        for (String name : List.of("Ofir", "Roony", "Hodaya", "Emily")) {
            lines.add(name, new Sized(1, 1));
        }

        assertEquals(List.of(), lines.of("Ofir"));
        assertEquals(1, lines.of("Emily").size());
        assertEquals(1, frames.forgotten());
    }

    @Test
    void linesThatAreTooLargeTogetherAreForgottenToo() {
        lines.add("Ofir", new Sized(1, 3 << 20));
        lines.add("Roony", new Sized(2, 1 << 20));
        assertEquals(0, frames.forgotten());

        lines.add("Roony", new Sized(3, 1));

        assertEquals(List.of(), lines.of("Ofir"));
        assertEquals(2, lines.of("Roony").size());
        assertEquals(1, frames.forgotten());
    }

    @Test
    void whatWasAnsweredTakesNoRoom() {
        for (int i = 0; i < 100; i++) {
            Sized line = new Sized(i, 3 << 20);
            lines.add("Ofir", line);
            lines.remove("Ofir", line);
        }
        lines.add("Roony", new Sized(1, 3 << 20));
        lines.forget("Roony");
        lines.add("Emily", new Sized(2, 3 << 20));

        assertEquals(1, lines.of("Emily").size());
        assertEquals(0, frames.forgotten());
    }
}
