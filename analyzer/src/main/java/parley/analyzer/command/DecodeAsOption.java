package parley.analyzer.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import parley.analyzer.app.ApplicationDecoder;
import parley.analyzer.app.ApplicationLayer;
import parley.analyzer.app.DecodeAs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --decode-as}, of every command that decodes streams. */
final class DecodeAsOption {
    @Option(
            names = "--decode-as",
            paramLabel = "PORT=NAME|none",
            description =
                    "Read streams of a server port as that protocol, for instance 10000=chat; none decodes no stream.")
    private List<String> values = List.of();

    /** @throws ParameterException if a value is neither {@code none} nor a port and an installed decoder */
    DecodeAs parse(CommandSpec spec) {
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
            TreeSet<String> known = new TreeSet<>();
            for (ApplicationDecoder decoder : ApplicationLayer.installedDecoders()) {
                known.add(decoder.name());
            }
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--decode-as: there is no decoder '" + name + "'; there is " + String.join(", ", known));
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
