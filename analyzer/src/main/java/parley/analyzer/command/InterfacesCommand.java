package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import parley.analyzer.capture.LocalInterface;
import parley.analyzer.capture.LocalInterface.Obstacle;
import parley.analyzer.capture.LocalInterfaces;
import parley.analyzer.report.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code interfaces}: what can be captured, and what is missing to do so. */
@Command(
        name = "interfaces",
        header = "List what can be captured, and what is missing to do so.",
        mixinStandardHelpOptions = true)
public final class InterfacesCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Write JSON: an array with an object for each interface.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<LocalInterface> interfaces = LocalInterfaces.list();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            writeJson(interfaces, out);
        } else {
            new InterfaceTable(Terminal.columns()).write(interfaces, out);
        }
        out.flush();
        return 0;
    }

    static void writeJson(List<LocalInterface> interfaces, PrintWriter out) throws IOException {
        JsonWriter writer = new JsonWriter(out);
        writer.beginArray();
        for (LocalInterface shown : interfaces) {
            writer.beginObject().name("name").value(shown.name());
            writer.name("description").value(shown.description());
            writer.name("addresses").beginArray();
            for (String address : InterfaceTable.addresses(shown)) {
                writer.value(address);
            }
            writer.endArray();
            writer.name("loopback").value(shown.loopback());
            writer.name("up").value(shown.up());
            writer.name("link_type");
            Integer linkType = shown.linkType();
            if (linkType == null) {
                writer.value((String) null);
            } else {
                writer.value(linkType);
            }
            writer.name("link_name").value(shown.linkName());
            writer.name("capturable").value(shown.obstacle() == null);
            Obstacle obstacle = shown.obstacle();
            writer.name("obstacle").value(obstacle == null ? null : obstacle.message());
            writer.endObject();
        }
        writer.endArray();
        out.println();
    }
}
