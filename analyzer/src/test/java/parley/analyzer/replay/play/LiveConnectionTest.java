package parley.analyzer.replay.play;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class LiveConnectionTest {
    /** TCP has no broadcast. */
    @Test
    void whyThereIsNoConnectionIsSaidInASentenceThatNamesTheServer() {
        InetSocketAddress nowhere = new InetSocketAddress("255.255.255.255", 10_000);

        ConnectException none = assertThrows(
                ConnectException.class,
                () -> LiveConnection.to(nowhere, "stream 0", 0, RunCapture.NONE, (connection, arrival) -> {}));

        String message = String.valueOf(none.getMessage());
        assertTrue(message.startsWith("no connection to 255.255.255.255:10000: "), message);
    }
}
