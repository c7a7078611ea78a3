package parley.analyzer.command;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Pattern;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.app.Decoders;
import parley.analyzer.app.PluginPath;
import parley.analyzer.os.PathArguments;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.MessageText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options {@code --decode-as} and {@code --plugin-path}, of every command that decodes streams. */
final class DecoderOptions {
    @Option(
            names = "--decode-as",
            paramLabel = "PORT=NAME|none",
            description =
                    "Read streams of a server port as that protocol, for instance 10000=chat; none decodes no stream.")
    private List<String> values = List.of();

    @Option(
            names = "--plugin-path",
            paramLabel = "PATH",
            description = "Decoders of your own: a jar, or a directory with classes or jars; several are separated as"
                    + " on a class path, or the option is given again.")
    private List<String> plugins = List.of();

    /**
     * The options with these decoders.
     *
     * @throws IOException if a plugin cannot be loaded
     * @throws ParameterException if a value is neither {@code none} nor a port and a decoder that there is
     */
    AnalysisOptions applyTo(AnalysisOptions options, CommandSpec spec) throws IOException {
        Decoders decoders = plugins.isEmpty()
                ? Decoders.BUILT_IN
                : PluginPath.load(
                        pluginPath(spec), warning -> warn(spec.commandLine().getErr(), warning));
        return options.withDecoders(decoders).withDecoders(parse(decoders, spec));
    }

    private static void warn(PrintWriter err, String warning) {
        err.println("parley: " + MessageText.visible(warning));
        err.flush();
    }

    private List<Path> pluginPath(CommandSpec spec) {
        List<Path> path = new ArrayList<>();
        for (String value : plugins) {
            for (String place : value.split(Pattern.quote(File.pathSeparator), -1)) {
                if (place.isBlank()) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--plugin-path takes a jar or a directory, or several with '" + File.pathSeparator
                                    + "' between; not '" + value + "'");
                }
                try {
                    path.add(PathArguments.path(place));
                } catch (InvalidPathException impossible) {
                    throw new ParameterException(
                            spec.commandLine(), "--plugin-path: no file can be called '" + place + "'", impossible);
                }
            }
        }
        return path;
    }

    private DecodeAs parse(Decoders decoders, CommandSpec spec) {
        if (values.contains("none")) {
            return DecodeAs.NONE;
        }
        Map<Integer, String> byPort = new HashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            int port = equals < 0 ? -1 : port(value.substring(0, equals));
            if (port < 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--decode-as takes PORT=NAME, for instance 10000=chat, or none; not '" + value + "'");
            }
            String name = value.substring(equals + 1);
            SortedSet<String> known = decoders.names();
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--decode-as: no decoder is called '" + name + "'; there is " + String.join(", ", known));
            }
            byPort.put(port, name);
        }
        return new DecodeAs(byPort, false);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= 65_535 ? port : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
