package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    private static HostNames listening(String host, String address, int port) {
        return new HostNames(host, new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    @Test
    void theHostItWasAskedToListenOnIsAName() {
        HostNames names = listening("chat.Example", "192.0.2.7", 8080);

        assertTrue(names.isHost("chat.example:8080"));
        assertTrue(names.isHost("localhost:8080"));
        assertFalse(names.isHost("192.0.2.7:8080"));
        assertFalse(names.isHost("example:8080"));
        assertEquals("http://chat.Example:8080/", names.url());
    }

    @Test
    void onTheWildcardEachAddressOfThisMachineIsAName() throws Exception {
        HostNames names = listening("0.0.0.0", "0.0.0.0", 8080);
        List<InetAddress> all = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .toList();

        assertFalse(all.isEmpty());
        for (InetAddress address : all) {
            String text = address.getHostAddress();
            assertTrue(
                    names.isHost((text.contains(":") ? "[" + text.replaceAll("%.*", "") + "]" : text) + ":8080"), text);
        }
        assertTrue(names.isHost(InetAddress.getLocalHost().getHostName() + ":8080"));
        assertFalse(names.isHost("192.0.2.200:8080"));
        assertFalse(names.isHost("evil.example:8080"));
        assertEquals("http://127.0.0.1:8080/", names.url());
    }

    @Test
    void onOneAddressAnotherOfThisMachineIsNoName() {
        assertFalse(listening("127.0.0.1", "127.0.0.1", 8080).isHost("127.0.0.2:8080"));
    }

    @Test
    void onPort80ThePortNeedNotBeSaid() {
        HostNames names = listening("127.0.0.1", "127.0.0.1", 80);

        assertTrue(names.isHost("localhost"));
        assertTrue(names.isHost("localhost:80"));
        assertTrue(names.isOrigin("http://localhost"));
        assertFalse(names.isHost("localhost:8080"));
    }

    @Test
    void anAddressOfVersion6StandsInBrackets() {
        HostNames names = listening("::1", "::1", 8080);

        assertTrue(names.isHost("[::1]:8080"));
        assertFalse(names.isHost("::1:8080"));
        assertEquals("http://[::1]:8080/", names.url());
    }

    @Test
    void whatIsNoHostIsNoName() {
        HostNames names = listening("0.0.0.0", "0.0.0.0", 8080);

        for (String field :
                List.of("", ":8080", "localhost:", "localhost:8080 ", "localhost:+8080", "[localhost]:8080")) {
            assertFalse(names.isHost(field), field);
        }
    }

    @Test
    void theNameOfThisMachineIsLookedUpOnce() {
        AtomicInteger lookups = new AtomicInteger();
        HostNames names = new HostNames(
                "0.0.0.0",
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 8080),
                () -> "box" + lookups.incrementAndGet());

        assertTrue(names.isHost("box1:8080"));
        for (int i = 0; i < 10; i++) {
            assertFalse(names.isHost("evil.example:8080"));
        }

        assertEquals(1, lookups.get());
    }
}
