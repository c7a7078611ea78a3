package parley.analyzer.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.findings.Finding.Severity;

/**
 * The findings of one kind, as one line tells them: the first, and how many more there are.
 *
 * @param all how many there are, those not listed included
 */
public record Listing(Finding first, long all) {
    /** A listing of each kind that is out of the ordinary: warnings, then notes. */
    public static List<Listing> ofConcerns(List<Finding> findings) {
        Map<FindingKind, List<Finding>> kinds = new LinkedHashMap<>();
        for (Severity severity : List.of(Severity.WARNING, Severity.NOTE)) {
            for (Finding finding : findings) {
                if (finding.severity() == severity) {
                    kinds.computeIfAbsent(finding.kind(), kind -> new ArrayList<>())
                            .add(finding);
                }
            }
        }
        return kinds.values().stream().map(Listing::of).toList();
    }

    /** Of the findings of a finding's kind and severity, that one being told. */
    public static Listing of(Finding finding, List<Finding> findings) {
        return new Listing(
                finding,
                of(findings.stream()
                                .filter(other ->
                                        other.kind() == finding.kind() && other.severity() == finding.severity())
                                .toList())
                        .all());
    }

    private static Listing of(List<Finding> ofKind) {
        long listed = ofKind.stream().filter(finding -> !finding.isOfTheRest()).count();
        long counted = ofKind.stream().mapToLong(Finding::all).max().orElse(0);
        return new Listing(ofKind.getFirst(), Math.max(listed, counted));
    }

    /** How many there are besides the first. */
    public long others() {
        return all - 1;
    }
}
