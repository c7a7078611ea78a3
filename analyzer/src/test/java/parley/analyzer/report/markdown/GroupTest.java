package parley.analyzer.report.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.findings.Finding.Layer;
import parley.analyzer.findings.FindingKind;

class GroupTest {
    @Test
    void eachKindOfFindingOfTheTrafficIsUnderOneHeading() {
        List<FindingKind> told = Arrays.stream(Group.values())
                .flatMap(group -> group.kinds().stream())
                .sorted()
                .toList();
        List<FindingKind> kinds = Arrays.stream(FindingKind.values())
                .filter(kind -> kind.layer() != Layer.CAPTURE)
                .sorted()
                .toList();
        assertEquals(kinds, told);
    }
}
