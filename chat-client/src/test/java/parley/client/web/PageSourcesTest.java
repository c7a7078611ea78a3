package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page's files may not have in them. */
class PageSourcesTest {
    private static final Pattern MARKUP_FROM_TEXT = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|new Function|createContextualFragment"
                    + "|DOMParser|setHTML|srcdoc");
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?:src|href|url\\(|from|import)\\s*=?\\s*[\"'(]*(?:https?:)?//");
    private static final Pattern IMPORT = Pattern.compile("from \"\\./(?<name>[^\"]+)\"");

    @Test
    void textNeverBecomesMarkup() throws Exception {
        assertEquals(List.of(), finds(MARKUP_FROM_TEXT));
    }

    @Test
    void nothingIsInlineAndNothingComesFromElsewhere() throws Exception {
        assertEquals(List.of(), finds(INLINE));
        assertEquals(List.of(), finds(ELSEWHERE));
    }

    @Test
    void everyModuleThatIsImportedIsThereAndEveryOneThereIsImported() throws Exception {
        List<Path> modules =
                files().stream().filter(file -> file.toString().endsWith(".js")).toList();
        List<String> imported = new ArrayList<>(List.of("main.js"));
        for (Path module : modules) {
            Matcher matcher = IMPORT.matcher(Files.readString(module));
            while (matcher.find()) {
                imported.add(matcher.group("name"));
            }
        }

        assertEquals(
                modules.stream()
                        .map(module -> module.getFileName().toString())
                        .sorted()
                        .toList(),
                imported.stream().distinct().sorted().toList());
    }

    private static List<String> finds(Pattern pattern) throws Exception {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            Matcher matcher = pattern.matcher(Files.readString(file));
            while (matcher.find()) {
                found.add(file.getFileName() + ": " + matcher.group());
            }
        }
        return found;
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        URL page = Objects.requireNonNull(PageSourcesTest.class.getResource("/parley/client/page/index.html"));
        try (Stream<Path> files = Files.list(Path.of(page.toURI()).resolveSibling(""))) {
            List<Path> all = files.sorted().toList();
            assertTrue(all.size() > 10, () -> "only " + all);
            return all;
        }
    }
}
