package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jnr.ffi.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataLinksTest {
    @ParameterizedTest
    @CsvSource({
        "LINUX, 1, 1",
        "DARWIN, 0, 0",
        "LINUX, 12, 101",
        "OPENBSD, 14, 101",
        "LINUX, 113, 113",
        "LINUX, 276, 276",
        "DARWIN, 149, 258",
        "LINUX, 149, 149",
    })
    void numberOfTheSystemBecomesTheNumberOfFiles(Platform.OS os, int dlt, int linkType) {
        assertEquals(linkType, DataLinks.toLinkType(dlt, os));
    }
}
