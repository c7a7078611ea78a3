package parley.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    /** The example is a test of this module: what the page shows compiles and passes. */
    @Test
    void theExampleOfThePageIsATestThatIsRun() throws Exception {
        String page = Files.readString(Path.of("../docs/REPLAY.md"));
        String test = Files.readString(Path.of("src/test/java/parley/replay/example/ChatServerReplayTest.java"));
        String example = test.substring(test.indexOf("import "));

        assertTrue(page.contains("```java\n" + example + "```\n"), "docs/REPLAY.md does not show the example as it is");
    }
}
