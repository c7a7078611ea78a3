package parley.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.analyzer.command.AnalyzeCommand;
import parley.analyzer.command.CapinfoCommand;
import parley.analyzer.command.CaptureCommand;
import parley.analyzer.command.DiffCommand;
import parley.analyzer.command.FindingsCommand;
import parley.analyzer.command.FollowCommand;
import parley.analyzer.command.InterfacesCommand;
import parley.analyzer.command.LiveCommand;
import parley.analyzer.command.PacketCommand;
import parley.analyzer.command.RelayCommand;
import parley.analyzer.command.ReplayCommand;
import parley.client.command.ClientCommand;
import parley.client.command.PlayCommand;
import parley.client.command.WebCommand;
import parley.server.command.ServerCommand;
import picocli.AutoComplete.GenerateCompletion;

/** The commands there are, in the order in which {@code --help} lists them. */
final class Commands {
    private static final Map<String, Class<?>> TABLE = table();
    private static final Set<String> RUN_ON =
            Set.of("demo", "server", "client", "web", "play", "capture", "relay", "live", "replay");
    private static final List<String> VERSION_OPTIONS = List.of("-V", "--version");

    private Commands() {}

    private static Map<String, Class<?>> table() {
        Map<String, Class<?>> table = new LinkedHashMap<>();
        table.put("demo", DemoCommand.class);
        table.put("server", ServerCommand.class);
        table.put("client", ClientCommand.class);
        table.put("web", WebCommand.class);
        table.put("play", PlayCommand.class);
        table.put("interfaces", InterfacesCommand.class);
        table.put("capture", CaptureCommand.class);
        table.put("relay", RelayCommand.class);
        table.put("live", LiveCommand.class);
        table.put("analyze", AnalyzeCommand.class);
        table.put("capinfo", CapinfoCommand.class);
        table.put("findings", FindingsCommand.class);
        table.put("follow", FollowCommand.class);
        table.put("packet", PacketCommand.class);
        table.put("replay", ReplayCommand.class);
        table.put("diff", DiffCommand.class);
        table.put("generate-completion", GenerateCompletion.class);
        return table;
    }

    /** Every command. */
    static List<Class<?>> all() {
        return new ArrayList<>(TABLE.values());
    }

    /**
     * The commands that these arguments can need. Reading a command's annotations is most of what starting costs, so
     * where the first word names a command, it is that one alone.
     */
    static List<Class<?>> neededFor(String... args) {
        if (args.length > 0 && VERSION_OPTIONS.contains(args[0])) {
            return List.of();
        }
        Class<?> command = TABLE.get(named(args));
        return command == null || command == GenerateCompletion.class ? all() : List.of(command);
    }

    /** Whether these arguments ask for a command that runs until it is told to end, or until others have. */
    static boolean runsOn(String... args) {
        return RUN_ON.contains(named(args));
    }

    /** The first word that is no option; empty if there is none. */
    private static String named(String... args) {
        return Arrays.stream(args)
                .filter(arg -> !arg.startsWith("-"))
                .findFirst()
                .orElse("");
    }
}
