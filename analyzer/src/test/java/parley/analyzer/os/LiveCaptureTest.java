package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static parley.analyzer.os.LiveCaptureAssumption.capturableLoopback;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.os.LiveCaptureException.Kind;

class LiveCaptureTest {
    private static final byte[] TEXT = "Ofir".getBytes(StandardCharsets.US_ASCII);

    @Test
    void packetIsReadInPlaceWithItsTimeAndLengths() throws IOException {
        String loopback = capturableLoopback();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                LiveCapture capture = LiveCapture.open(CaptureOptions.of(loopback, filter(socket)))) {
            Instant before = Instant.now();
            socket.send(new DatagramPacket(TEXT, TEXT.length, socket.getLocalSocketAddress()));

            awaitPacket(capture);

            Instant stamped = Instant.EPOCH.plusNanos(capture.timestampNanos());
            assertTrue(Duration.between(before, stamped).abs().toMinutes() < 1, stamped.toString());
            assertEquals(capture.data().byteSize(), capture.capturedLength());
            assertEquals(capture.capturedLength(), capture.originalLength());
            MemorySegment payload = capture.data().asSlice(capture.capturedLength() - TEXT.length);
            assertEquals("Ofir", new String(payload.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void snappedPacketKeepsItsOriginalLength() throws IOException {
        String loopback = capturableLoopback();
        CaptureOptions options;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            options = CaptureOptions.of(loopback, filter(socket)).withSnapLength(48);
            try (LiveCapture capture = LiveCapture.open(options)) {
                byte[] text = new byte[100];
                socket.send(new DatagramPacket(text, text.length, socket.getLocalSocketAddress()));

                awaitPacket(capture);

                assertEquals(48, capture.capturedLength());
                assertTrue(capture.originalLength() > text.length, () -> capture.originalLength() + " octets");
            }
        }
    }

    @Test
    void packetCannotBeReadOnceTheCaptureIsClosed() throws IOException {
        String loopback = capturableLoopback();
        MemorySegment data;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                LiveCapture capture = LiveCapture.open(CaptureOptions.of(loopback, filter(socket)))) {
            socket.send(new DatagramPacket(TEXT, TEXT.length, socket.getLocalSocketAddress()));
            awaitPacket(capture);
            data = capture.data();
            assertNotSame(MemorySegment.NULL, data);
        }
        assertThrows(IllegalStateException.class, () -> data.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void silentInterfaceHasNoPacket() throws IOException {
        try (LiveCapture capture = LiveCapture.open(CaptureOptions.of(capturableLoopback(), "less 1"))) {
            assertFalse(capture.next(0));
            assertFalse(capture.next(1));
            assertEquals(0, capture.dropped());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tcp prot 10000; fails at \"prot\": tcp >>>prot<<< 10000",
                "tcp[13] & 2 != 0 and udpp port 3; fails at \"udpp\": tcp[13] & 2 != 0 and >>>udpp<<< port 3",
                "tcp); fails at \")\": tcp>>>)<<<",
                "port 99999; fails at \"99999\": port >>>99999<<<",
                "src net 10.0.0.0/8 && !(vlan 5) || greater 40 lesser 3; "
                        + "fails at \"lesser\": src net 10.0.0.0/8 && !(vlan 5) || greater 40 >>>lesser<<< 3",
                "tcp port; \"tcp port\" is not complete: something is missing at its end",
                "(tcp or udp; \"(tcp or udp\" is not complete: something is missing at its end",
                "tcp[13] &; \"tcp[13] &\" is not complete: something is missing at its end",
            })
    void badFilterIsToldWithItsPlaceAndInLibpcapsWords(String filter, String told) throws IOException {
        CaptureOptions options = CaptureOptions.of(capturableLoopback(), filter);
        LiveCaptureException refused = assertThrows(LiveCaptureException.class, () -> LiveCapture.open(options));
        assertEquals(Kind.BAD_FILTER, refused.kind());
        String message = Objects.requireNonNull(refused.getMessage());
        assertTrue(message.startsWith("the capture filter " + told + " ("), message);
        assertTrue(message.endsWith("); man pcap-filter describes its language"), message);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void missingInterfaceIsNamed() throws IOException {
        String loopback = capturableLoopback();
        CaptureOptions options = CaptureOptions.of("parley-none0", null);
        LiveCaptureException refused = assertThrows(LiveCaptureException.class, () -> LiveCapture.open(options));
        assertEquals(Kind.NO_SUCH_INTERFACE, refused.kind());
        String message = Objects.requireNonNull(refused.getMessage());
        String beginning = "there is no interface parley-none0 to capture on; those there are: ";
        assertTrue(message.startsWith(beginning), message);
        assertTrue(List.of(message.substring(beginning.length()).split(", ")).contains(loopback), message);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void loopbackInterfaceIsTheOneThatLibpcapFlagsAsSuch() throws IOException {
        assertEquals(Optional.of(capturableLoopback()), Device.loopback());
    }

    @Test
    void missingLibraryIsToldWithTheWayToInstallIt() {
        LiveCaptureException missing = assertThrows(
                LiveCaptureException.class, () -> Libpcap.load(List.of("parley-no-such-library", "parley-nor-this")));
        assertEquals(Kind.NO_LIBRARY, missing.kind());
        String message = Objects.requireNonNull(missing.getMessage());
        assertTrue(message.endsWith(InstallAdvice.forThisSystem()), message);
    }

    private static void awaitPacket(LiveCapture capture) throws LiveCaptureException {
        for (int i = 0; i < 300; i++) {
            if (capture.next(100)) {
                return;
            }
        }
        fail("no packet came");
    }

    private static String filter(DatagramSocket socket) {
        return "udp dst port " + socket.getLocalPort();
    }
}
