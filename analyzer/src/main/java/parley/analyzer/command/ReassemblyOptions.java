package parley.analyzer.command;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.tcp.Overlap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code --overlap}, of every command that puts streams together. */
final class ReassemblyOptions {
    @Option(
            names = "--overlap",
            paramLabel = "first|last",
            converter = OverlapConverter.class,
            completionCandidates = OverlapNames.class,
            description = "Which bytes count where segments overlap with different ones: those captured first (the"
                    + " default) or last. Bytes that wait for missing ones before them can be replaced; bytes that the"
                    + " stream has reached are out and stay.")
    private Overlap overlap = Overlap.FIRST;

    AnalysisOptions applyTo(AnalysisOptions options) {
        return options.withOverlap(overlap);
    }

    private static String name(Overlap overlap) {
        return overlap.name().toLowerCase(Locale.ROOT);
    }

    /** The values there are. */
    static final class OverlapNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    private static List<String> names() {
        return Arrays.stream(Overlap.values()).map(ReassemblyOptions::name).toList();
    }

    /** An {@link Overlap} by its name. */
    static final class OverlapConverter implements ITypeConverter<Overlap> {
        @Override
        public Overlap convert(String value) {
            return Arrays.stream(Overlap.values())
                    .filter(overlap -> name(overlap).equals(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + value + "' is not one of " + String.join(", ", names())));
        }
    }
}
