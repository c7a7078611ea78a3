package parley.analyzer.findings.application;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #LINES} lines of each of many who write. Where these are too many, or their lines too large, those who
 * came first are forgotten.
 *
 * @param <W> who writes
 */
final class RecentLines<W, L extends RecentLines.Line> {
    /** What can be kept of a line. */
    interface Line {
        /** About what the heap takes for it, in octets. */
        int size();
    }

    private static final int LINES = 8;
    private static final int MOST_OCTETS = 1 << 22;

    /** About what the heap takes for a name besides its letters. */
    private static final int NAME = 64;

    private final SequencedMap<W, Deque<L>> byWriter = new LinkedHashMap<>();
    private final int writers;
    private final MessageFrames frames;
    private long octets;

    RecentLines(int writers, MessageFrames frames) {
        this.writers = writers;
        this.frames = frames;
    }

    /** About what the heap takes for names, in octets. */
    static int sizeOf(List<String> names) {
        return names.stream().mapToInt(name -> NAME + name.length()).sum();
    }

    void add(W writer, L line) {
        Deque<L> lines = byWriter.computeIfAbsent(writer, key -> new ArrayDeque<>(2));
        if (lines.size() == LINES) {
            octets -= lines.removeFirst().size();
        }
        lines.add(line);
        octets += line.size();
        while (byWriter.size() > writers || octets > MOST_OCTETS) {
            forget(byWriter.firstEntry().getKey());
            frames.forget();
        }
    }

    /** The lines of somebody, the oldest first. */
    List<L> of(W writer) {
        Deque<L> lines = byWriter.get(writer);
        return lines == null ? List.of() : List.copyOf(lines);
    }

    void remove(W writer, @Nullable L line) {
        Deque<L> lines = byWriter.get(writer);
        if (line != null && lines != null && lines.remove(line)) {
            octets -= line.size();
        }
    }

    void forget(W writer) {
        Deque<L> lines = byWriter.remove(writer);
        if (lines != null) {
            lines.forEach(line -> octets -= line.size());
        }
    }
}
