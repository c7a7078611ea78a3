package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.LocalInterface;
import parley.analyzer.capture.LocalInterfaces;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.wire.IpAddress;
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
            writeText(interfaces, out);
        }
        out.flush();
        return 0;
    }

    static void writeText(List<LocalInterface> interfaces, PrintWriter out) {
        if (interfaces.isEmpty()) {
            out.println("no interface can be captured here");
        }
        for (LocalInterface shown : interfaces) {
            List<String> facts = new ArrayList<>();
            String description = shown.description();
            if (description != null) {
                facts.add(description);
            }
            if (shown.loopback()) {
                facts.add("loopback");
            }
            Integer linkType = shown.linkType();
            if (shown.up()) {
                facts.add("up");
            } else if (linkType == null) {
                // Pseudo-devices that can be captured call themselves down.
                facts.add("down");
            }
            if (linkType != null) {
                facts.add(LinkType.name(linkType));
            }
            if (!shown.addresses().isEmpty()) {
                facts.add(addresses(shown).collect(Collectors.joining(" ")));
            }
            out.println(shown.name() + "  " + String.join(", ", facts));
            String obstacle = shown.obstacle();
            if (obstacle != null) {
                out.println("    " + obstacle);
            }
        }
    }

    static void writeJson(List<LocalInterface> interfaces, PrintWriter out) throws IOException {
        JsonWriter writer = new JsonWriter(out);
        writer.beginArray();
        for (LocalInterface shown : interfaces) {
            writer.beginObject().name("name").value(shown.name());
            writer.name("description").value(shown.description());
            writer.name("addresses").beginArray();
            for (String address : addresses(shown).toList()) {
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
            writer.name("capturable").value(shown.obstacle() == null);
            writer.name("obstacle").value(shown.obstacle());
            writer.endObject();
        }
        writer.endArray();
        out.println();
    }

    private static Stream<String> addresses(LocalInterface shown) {
        return shown.addresses().stream().map(InterfacesCommand::text);
    }

    private static String text(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        IpAddress ip = octets.remaining() == Integer.BYTES
                ? new IpAddress(4, 0, Integer.toUnsignedLong(octets.getInt()))
                : new IpAddress(6, octets.getLong(), octets.getLong());
        return ip.toString();
    }
}
