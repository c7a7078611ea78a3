package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.LocalInterface;
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
                        null),
                new LocalInterface("nflog", "Netfilter log", List.of(), false, false, 239, null),
                new LocalInterface("ifb0", null, List.of(), false, false, null, "it is down"));
    }

    @Test
    void listSaysWhatEachInterfaceIsAndWhatIsMissing() throws IOException {
        InterfacesCommand.writeText(interfaces(), out);
        assertEquals("""
                lo  loopback, up, Ethernet, 127.0.0.1 ::1
                nflog  Netfilter log, link type 239
                ifb0  down
                    it is down
                """, text.toString().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        InterfacesCommand.writeJson(interfaces(), out);
        assertEquals(
                "[{\"name\":\"lo\",\"description\":null,\"addresses\":[\"127.0.0.1\",\"::1\"],\"loopback\":true,"
                        + "\"up\":true,\"link_type\":1,\"capturable\":true,\"obstacle\":null},"
                        + "{\"name\":\"nflog\",\"description\":\"Netfilter log\",\"addresses\":[],\"loopback\":false,"
                        + "\"up\":false,\"link_type\":239,\"capturable\":true,\"obstacle\":null},"
                        + "{\"name\":\"ifb0\",\"description\":null,\"addresses\":[],\"loopback\":false,"
                        + "\"up\":false,\"link_type\":null,\"capturable\":false,\"obstacle\":\"it is down\"}]",
                text.toString().strip());
    }

    @Test
    void loopbackOfThisMachineIsListedAsCapturable() throws IOException {
        String loopback = LiveCaptureAssumption.capturableLoopback();
        int code = new CommandLine(new InterfacesCommand()).setOut(out).execute();
        assertEquals(0, code);
        assertTrue(
                text.toString().lines().anyMatch(line -> line.startsWith(loopback + "  ") && line.contains("loopback")),
                text.toString());
    }
}
