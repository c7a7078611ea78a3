package parley.analyzer.findings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each id of findings.csv means in words, in the order in which it is told. */
public final class Catalogue {
    /**
     * One id.
     *
     * @param rule what is looked at, and where that is bounded
     * @param evidence which frames are taken as evidence
     * @param sentence how it is said, by an example
     */
    public record Entry(String id, FindingKind kind, String rule, String evidence, String sentence) {}

    private static final String RESOURCE = "catalogue.txt";
    private static final int FIELD = 12;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Reads the catalogue that comes with Parley. */
    public Catalogue() {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String id = lines.get(i);
            if (!id.isEmpty() && !id.startsWith("#")) {
                FindingKind kind = FindingKind.of(id).orElseThrow(() -> new IllegalStateException("no kind " + id));
                entries.put(
                        id,
                        new Entry(
                                id,
                                kind,
                                field(lines, i + 1, "rule"),
                                field(lines, i + 2, "evidence"),
                                field(lines, i + 3, "sentence")));
                i += 3;
            }
        }
    }

    private static List<String> lines() {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String field(List<String> lines, int at, String name) {
        String line = lines.get(at);
        if (!line.strip().startsWith(name)) {
            throw new IllegalStateException(RESOURCE + ":" + (at + 1) + ": no " + name);
        }
        return line.substring(FIELD);
    }

    /** All ids of a layer. */
    public List<Entry> of(Finding.Layer layer) {
        List<Entry> found = new ArrayList<>(entries.values());
        found.removeIf(entry -> entry.kind().layer() != layer);
        return found;
    }

    public List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    public Optional<Entry> of(String id) {
        return Optional.ofNullable(entries.get(id));
    }
}
