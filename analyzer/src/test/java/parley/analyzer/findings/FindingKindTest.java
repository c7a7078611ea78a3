package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.analyzer.report.CatalogueText;

class FindingKindTest {
    @Test
    void docsAreTheCatalogue() throws IOException {
        assertEquals(
                CatalogueText.markdown(),
                Files.readString(Path.of("../docs/FINDINGS.md")),
                "write it anew: ./parley findings --markdown > docs/FINDINGS.md");
    }

    @Test
    void idsAreFoundAgain() {
        for (FindingKind kind : FindingKind.values()) {
            assertTrue(kind.id().matches("[a-z]+(-[a-z]+)*"), kind::id);
            assertEquals(Optional.of(kind), FindingKind.of(kind.id()));
        }
        assertEquals(Optional.empty(), FindingKind.of("welcome"));
    }

    @Test
    void layersAreToldOneAfterTheOther() {
        Finding.Layer[] told =
                Arrays.stream(FindingKind.values()).map(FindingKind::layer).toArray(Finding.Layer[]::new);
        Finding.Layer[] sorted = told.clone();
        Arrays.sort(sorted);
        assertEquals(Arrays.toString(sorted), Arrays.toString(told));
    }

    @Test
    void everyKindSaysWhatItIs() {
        Catalogue catalogue = new Catalogue();
        Set<String> ids = new LinkedHashSet<>();
        for (FindingKind kind : FindingKind.values()) {
            ids.add(kind.id());
            kind.restId().ifPresent(ids::add);
        }
        assertEquals(ids, Set.copyOf(catalogue.ids()));
        for (String id : ids) {
            Catalogue.Entry entry = catalogue.of(id).orElseThrow();
            assertTrue(entry.rule().endsWith(".") && entry.evidence().endsWith("."), id);
            assertTrue(entry.sentence().endsWith("."), id);
        }
    }
}
