package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:10000, 127.0.0.1, 10000",
        "chat.example:1, chat.example, 1",
        "[::1]:65535, ::1, 65535",
        "[fe80::1%eth0]:7, fe80::1%eth0, 7",
    })
    void readsAndWritesHostAndPort(String text, String host, int port) {
        InetSocketAddress address = HostPort.parse(text);
        assertEquals(InetSocketAddress.createUnresolved(host, port), address);
        assertEquals(text, HostPort.format(address));
    }

    @ParameterizedTest
    @CsvSource({"localhost, localhost", "[::1], ::1"})
    void withoutAPortItIsTheChatsOwn(String text, String host) {
        assertEquals(InetSocketAddress.createUnresolved(host, 10000), HostPort.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":10000",
                "a b:1",
                "[]:1",
                "[::1]10000",
                "[::1",
                "a:",
                "a:0",
                "a:65536",
                "a:-1",
                "a:x",
                "a:123456"
            })
    void refusesWhatIsNoHostAndPort(String text) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text))
                .getMessage());
        assertTrue(message.contains("'" + text + "'"), message);
    }

    @Test
    void saysThatAnIpv6AddressStandsInBrackets() {
        String message = assertThrows(IllegalArgumentException.class, () -> HostPort.parse("::1:10000"))
                .getMessage();
        assertEquals("'::1:10000': an IPv6 address stands in brackets, as [::1]:10000", message);
    }

    @Test
    void writesAnAddressThatWasLookedUp() throws Exception {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        assertEquals(
                "[0:0:0:0:0:0:0:1]:5", HostPort.format(new InetSocketAddress(InetAddress.getByAddress(loopback), 5)));
    }

    @ParameterizedTest
    @CsvSource({
        "8080, 127.0.0.1, 8080",
        "0, 127.0.0.1, 0",
        "0.0.0.0:0, 0.0.0.0, 0",
        "localhost:65535, localhost, 65535",
        "[::1]:1, ::1, 1",
    })
    void readsWhereToListen(String text, String host, int port) {
        assertEquals(InetSocketAddress.createUnresolved(host, port), HostPort.parseListening(text, "127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "[::1]", "::1:1", "65536", "a:65536", "a:", "-1", "a b:1"})
    void refusesWhereNobodyCanListen(String text) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> HostPort.parseListening(text, "127.0.0.1"))
                        .getMessage());
        assertTrue(message.contains("'" + text + "'"), message);
    }
}
