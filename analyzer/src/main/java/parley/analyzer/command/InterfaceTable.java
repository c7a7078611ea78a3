package parley.analyzer.command;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import parley.analyzer.capture.LocalInterface;
import parley.analyzer.capture.LocalInterface.Obstacle;
import parley.analyzer.wire.IpAddress;

/** The interfaces for people: those that can be captured, then the others, each kind of reason told once. */
final class InterfaceTable {
    /** The pseudo-interface of Linux. */
    private static final String ANY = "any";

    private static final String INDENT = "  ";
    /** Of a column. A longer name, as those of Windows are, has a line for itself. */
    private static final int WIDEST = 20;

    /** How wide the columns are, which the rows have in common. */
    private record Columns(int name, int state, int link) {
        static Columns of(List<LocalInterface> interfaces) {
            return new Columns(
                    widest(interfaces, LocalInterface::name),
                    widest(interfaces, InterfaceTable::state),
                    widest(interfaces, InterfaceTable::link));
        }

        private static int widest(List<LocalInterface> interfaces, Function<LocalInterface, String> column) {
            return interfaces.stream()
                    .map(column)
                    .mapToInt(String::length)
                    .filter(length -> length <= WIDEST)
                    .max()
                    .orElse(0);
        }
    }

    private final int width;

    /** @param width columns of the terminal */
    InterfaceTable(int width) {
        this.width = width;
    }

    void write(List<LocalInterface> interfaces, PrintWriter out) {
        List<LocalInterface> capturable =
                interfaces.stream().filter(shown -> shown.obstacle() == null).toList();
        if (capturable.isEmpty()) {
            out.println("No interface can be captured here.");
        } else {
            out.println("Can be captured, with -i:");
            Columns columns = Columns.of(capturable);
            capturable.forEach(shown -> row(shown, columns, out));
        }
        Map<String, List<LocalInterface>> others = byReason(interfaces);
        if (others.isEmpty()) {
            return;
        }
        out.println();
        out.println("Cannot be captured:");
        Columns columns =
                Columns.of(others.values().stream().flatMap(List::stream).toList());
        others.forEach((reason, shared) -> {
            shared.forEach(shown -> row(shown, columns, out));
            wrapped(INDENT.repeat(3), INDENT.repeat(2) + "→", " ", Arrays.asList(reason.split(" ", -1)), out);
        });
    }

    private static Map<String, List<LocalInterface>> byReason(List<LocalInterface> interfaces) {
        Map<String, List<LocalInterface>> reasons = new LinkedHashMap<>();
        for (LocalInterface shown : interfaces) {
            Obstacle obstacle = shown.obstacle();
            if (obstacle != null) {
                reasons.computeIfAbsent(obstacle.reason(), reason -> new ArrayList<>())
                        .add(shown);
            }
        }
        return reasons;
    }

    private void row(LocalInterface shown, Columns widths, PrintWriter out) {
        String name = shown.name();
        if (isLong(name)) {
            String description = shown.description();
            out.println(INDENT + (description == null ? "" : description + ": ") + name);
            name = "";
        }
        String columns = INDENT
                + padded(name, widths.name())
                + padded(state(shown), widths.state())
                + padded(link(shown), widths.link());
        wrapped(" ".repeat(columns.length()), columns, INDENT, about(shown), out);
    }

    private static String padded(String text, int columns) {
        return columns == 0 ? "" : text + " ".repeat(Math.max(0, columns - text.length())) + INDENT;
    }

    private static String state(LocalInterface shown) {
        if (shown.up()) {
            return "up";
        }
        // Pseudo-devices that can be captured call themselves down.
        return shown.obstacle() == null ? "" : "down";
    }

    private static String link(LocalInterface shown) {
        return Objects.requireNonNullElse(shown.linkName(), "");
    }

    private static boolean isLong(String name) {
        return name.length() > WIDEST;
    }

    /** What it is, and its addresses. */
    private static List<String> about(LocalInterface shown) {
        List<String> about = new ArrayList<>();
        String description = shown.description();
        if (shown.name().equals(ANY)) {
            about.add("all interfaces at once");
        } else if (shown.loopback()) {
            about.add("loopback");
        } else if (description != null && !isLong(shown.name())) {
            about.add(description);
        }
        about.addAll(addresses(shown));
        return about;
    }

    /** The addresses as RFC 5952 writes them. */
    static List<String> addresses(LocalInterface shown) {
        return shown.addresses().stream().map(InterfaceTable::text).toList();
    }

    private static String text(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        IpAddress ip = octets.remaining() == Integer.BYTES
                ? new IpAddress(4, 0, Integer.toUnsignedLong(octets.getInt()))
                : new IpAddress(6, octets.getLong(), octets.getLong());
        return ip.toString();
    }

    /** Prints pieces behind what the first line begins with, on as many lines as they need; none of them is cut. */
    private void wrapped(String indent, String start, String between, List<String> pieces, PrintWriter out) {
        StringBuilder line = new StringBuilder(start);
        line.append(" ".repeat(Math.max(0, indent.length() - start.length())));
        boolean empty = true;
        for (String piece : pieces) {
            if (!empty && line.length() + between.length() + piece.length() > width) {
                out.println(line);
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : between).append(piece);
            empty = false;
        }
        out.println(line.toString().stripTrailing());
    }
}
