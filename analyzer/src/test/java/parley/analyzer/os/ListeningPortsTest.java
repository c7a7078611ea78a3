package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ListeningPortsTest {
    @Test
    void thoseThatListenAreToldOnceAndInOrder(@TempDir Path tables) throws IOException {
        Files.writeString(tables.resolve("tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue
                   0: 0100007F:2710 00000000:0000 0A 00000000:00000000 00:00000000 00000000
                   1: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000
                   2: 0100007F:9C40 0100007F:2710 01 00000000:00000000 00:00000000 00000000
                   3: garbage
                """);
        Files.writeString(tables.resolve("tcp6"), """
                  sl  local_address remote_address st tx_queue rx_queue
                   0: 00000000000000000000000000000000:2710 00000000000000000000000000000000:0000 0A 0:0
                """);
        assertEquals(List.of(22, 10000), List.copyOf(ListeningPorts.in(tables)));
    }

    @Test
    void whereNothingIsToldThereAreNone(@TempDir Path empty) {
        assertEquals(List.of(), List.copyOf(ListeningPorts.in(empty)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aServerOfThisMachineIsAmongThem() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(ListeningPorts.now().contains(server.getLocalPort()));
        }
    }
}
