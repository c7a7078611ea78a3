package parley.analyzer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options {@code --rules} and {@code --rename}, of every command that compares conversations: what may differ. */
final class ComparisonOptions {
    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "What may differ, besides what the protocol leaves open.")
    private @Nullable Path rules;

    @Option(
            names = "--rename",
            split = ",",
            paramLabel = "A=B",
            description = "User A of the capture is B in what is compared with it. May be repeated.")
    private List<String> renames = new ArrayList<>();

    /** @throws IOException if the file of rules cannot be read, or has a line that is none */
    Rules rules() throws IOException {
        return rules == null ? Rules.NONE : Rules.read(rules);
    }

    /** @throws ParameterException if it is not said for each user once who that is */
    Renames renames(CommandSpec spec) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String rename : renames) {
            int equals = rename.indexOf('=');
            if (equals <= 0 || equals == rename.length() - 1) {
                throw new ParameterException(spec.commandLine(), "--rename takes A=B, not '" + rename + "'");
            }
            if (names.put(rename.substring(0, equals), rename.substring(equals + 1)) != null) {
                throw new ParameterException(
                        spec.commandLine(), "--rename: '" + rename.substring(0, equals) + "' is renamed twice");
            }
        }
        if (names.values().stream().distinct().count() < names.size()) {
            throw new ParameterException(spec.commandLine(), "--rename: two users would have the same name");
        }
        return new Renames(names);
    }
}
