package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.LocalInterface;
import parley.analyzer.capture.LocalInterface.Obstacle;
import parley.analyzer.os.LiveCaptureAssumption;
import picocli.CommandLine;

class InterfacesCommandTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    private static List<LocalInterface> interfaces() throws IOException {
        return List.of(
                new LocalInterface(
                        "lo",
                        null,
                        List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1")),
                        true,
                        true,
                        LinkType.ETHERNET,
                        "Ethernet",
                        null),
                new LocalInterface("nflog", "Netfilter log", List.of(), false, false, 239, "NFLOG", null),
                down("ifb0"),
                down("ifb1"));
    }

    private static LocalInterface down(String name) {
        return new LocalInterface(
                name,
                null,
                List.of(),
                false,
                false,
                null,
                null,
                new Obstacle("cannot capture on " + name + ": it is down", "it is down"));
    }

    private String table(int width, LocalInterface... interfaces) {
        new InterfaceTable(width).write(List.of(interfaces), out);
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void listSaysWhatEachInterfaceIsAndOnceWhatIsMissing() throws IOException {
        assertEquals("""
                Can be captured, with -i:
                  lo     up  Ethernet  loopback  127.0.0.1  ::1
                  nflog      NFLOG     Netfilter log

                Cannot be captured:
                  ifb0  down
                  ifb1  down
                    → it is down
                """, table(80, interfaces().toArray(LocalInterface[]::new)));
    }

    @Test
    void listIsAsWideAsTheTerminalAndNoAddressIsCut() throws IOException {
        LocalInterface many = new LocalInterface(
                "eth0",
                null,
                List.of(
                        InetAddress.getByName("192.0.2.2"),
                        InetAddress.getByName("2001:db8:1:2:3:4:5:6"),
                        InetAddress.getByName("fe80::1")),
                false,
                true,
                LinkType.ETHERNET,
                "Ethernet",
                null);

        assertEquals("""
                Can be captured, with -i:
                  eth0  up  Ethernet  192.0.2.2
                                      2001:db8:1:2:3:4:5:6
                                      fe80::1
                """, table(40, many));
    }

    @Test
    void anInterfaceWithANameForMachinesIsCalledWhatPeopleCallIt() throws IOException {
        String device = "\\Device\\NPF_{6E7B5A0C-1F2D-4C3B-9A8E-0123456789AB}";
        LocalInterface wifi = new LocalInterface(
                device,
                "Intel(R) Wi-Fi",
                List.of(InetAddress.getByName("192.0.2.7")),
                false,
                true,
                LinkType.ETHERNET,
                "Ethernet",
                null);

        assertEquals("""
                Can be captured, with -i:
                  Intel(R) Wi-Fi: \\Device\\NPF_{6E7B5A0C-1F2D-4C3B-9A8E-0123456789AB}
                  up  Ethernet  192.0.2.7
                """, table(80, wifi));
    }

    @Test
    void whereNothingCanBeCapturedTheListSaysSo() {
        assertEquals("""
                No interface can be captured here.

                Cannot be captured:
                  ifb0  down
                    → it is down
                """, table(80, down("ifb0")));
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        InterfacesCommand.writeJson(interfaces(), out);
        assertEquals(
                "[{\"name\":\"lo\",\"description\":null,\"addresses\":[\"127.0.0.1\",\"::1\"],\"loopback\":true,"
                        + "\"up\":true,\"link_type\":1,\"link_name\":\"Ethernet\",\"capturable\":true,\"obstacle\":null},"
                        + "{\"name\":\"nflog\",\"description\":\"Netfilter log\",\"addresses\":[],\"loopback\":false,"
                        + "\"up\":false,\"link_type\":239,\"link_name\":\"NFLOG\",\"capturable\":true,\"obstacle\":null},"
                        + downInJson("ifb0") + "," + downInJson("ifb1") + "]",
                text.toString().strip());
    }

    private static String downInJson(String name) {
        return "{\"name\":\"" + name + "\",\"description\":null,\"addresses\":[],\"loopback\":false,\"up\":false,"
                + "\"link_type\":null,\"link_name\":null,\"capturable\":false,"
                + "\"obstacle\":\"cannot capture on " + name + ": it is down\"}";
    }

    @Test
    void loopbackOfThisMachineIsListedAsCapturable() throws IOException {
        String loopback = LiveCaptureAssumption.capturableLoopback();
        int code = new CommandLine(new InterfacesCommand()).setOut(out).execute();
        assertEquals(0, code);
        String capturable = text.toString().split("\\R\\R", -1)[0];
        assertTrue(
                capturable
                        .lines()
                        .anyMatch(line -> line.strip().startsWith(loopback + " ") && line.contains("  loopback  ")),
                text.toString());
    }

    /** Names, addresses, loopback and up, as the kernel tells iproute2. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theInterfacesOfThisMachineAreThoseOfTheKernel() throws Exception {
        LiveCaptureAssumption.capturableLoopback();
        Optional<String> command = Stream.of("/sbin/ip", "/usr/sbin/ip", "/bin/ip")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        Assumptions.assumeTrue(
                command.isPresent(), "no ip: the list of interfaces is not compared with what iproute2 shows");
        Process ip = new ProcessBuilder(command.get(), "-j", "addr").start();
        Map<String, String> kernels = new TreeMap<>();
        try (BufferedReader answer = ip.inputReader(StandardCharsets.UTF_8)) {
            for (JsonElement element : JsonParser.parseReader(answer).getAsJsonArray()) {
                JsonObject shown = element.getAsJsonObject();
                Set<String> flags = strings(shown.getAsJsonArray("flags"), JsonElement::getAsString);
                kernels.put(
                        shown.get("ifname").getAsString(),
                        facts(
                                flags.contains("LOOPBACK"),
                                flags.contains("UP"),
                                strings(
                                        shown.getAsJsonArray("addr_info"),
                                        address -> address.getAsJsonObject()
                                                .get("local")
                                                .getAsString())));
            }
        }

        assertEquals(
                0, new CommandLine(new InterfacesCommand()).setOut(out).execute("--json"), "interfaces --json failed");

        Map<String, String> ours = new TreeMap<>();
        for (JsonElement element : JsonParser.parseString(text.toString()).getAsJsonArray()) {
            JsonObject shown = element.getAsJsonObject();
            ours.put(
                    shown.get("name").getAsString(),
                    facts(
                            shown.get("loopback").getAsBoolean(),
                            shown.get("up").getAsBoolean(),
                            strings(shown.getAsJsonArray("addresses"), JsonElement::getAsString)));
        }
        assertTrue(kernels.size() > 0, "the kernel has interfaces");
        // libpcap has pseudo-devices besides.
        ours.keySet().retainAll(kernels.keySet());
        assertEquals(kernels, ours);
    }

    private static String facts(boolean loopback, boolean up, Set<String> addresses) {
        return (loopback ? "loopback " : "") + (up ? "up " : "down ") + addresses;
    }

    private static Set<String> strings(JsonArray array, Function<JsonElement, String> text) {
        Set<String> all = new TreeSet<>();
        array.forEach(element -> all.add(text.apply(element)));
        return all;
    }
}
