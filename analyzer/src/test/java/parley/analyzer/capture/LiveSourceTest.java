package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.analyzer.os.LiveCaptureAssumption.capturableLoopback;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.analyzer.os.CaptureOptions;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveSourceTest {
    private static final ValueLayout.OfInt BIG_ENDIAN_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int SMALLEST_BUFFER = 1 << 16;

    @Test
    void burstOf4000PacketsIsGivenWholeAndInOrder() throws IOException {
        String loopback = capturableLoopback();
        try (DatagramSocket socket = socket();
                LiveSource source = LiveSource.open(CaptureOptions.of(loopback, filter(socket)))) {
            sendNumbered(socket, 4_000);
            source.stop();

            Packet packet = new Packet();
            for (int i = 0; i < 4_000; i++) {
                assertTrue(source.next(packet), "packet " + i);
                assertEquals(i + 1, packet.number());
                assertEquals(i, lastInt(packet));
            }
            assertFalse(source.next(packet));
            assertEquals(0, source.dropped());
        }
    }

    @Test
    void conversationIsCapturedFromItsFirstSegment() throws IOException {
        String loopback = capturableLoopback();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LiveSource source = LiveSource.open(CaptureOptions.of(loopback, "tcp port " + server.getLocalPort()))) {
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept();
                    OutputStream out = accepted.getOutputStream()) {
                out.write("welcome to the chat\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertEquals(20, client.getInputStream().readNBytes(20).length);
            }
            source.stop();

            List<String> captured = new ArrayList<>();
            Packet packet = new Packet();
            while (source.next(packet)) {
                captured.add(new String(packet.bytes(), StandardCharsets.ISO_8859_1));
            }
            int syn = 0x02;
            assertEquals(syn, tcpFlags(captured.getFirst()));
            assertEquals(
                    1,
                    captured.stream()
                            .filter(frame -> frame.endsWith("welcome to the chat\n"))
                            .count());
        }
    }

    @Test
    void interfaceIsDescribedAsItIsCaptured() throws IOException {
        String loopback = capturableLoopback();
        try (LiveSource source =
                LiveSource.open(CaptureOptions.of(loopback, "tcp port 10000").withSnapLength(96))) {
            CaptureInterface described = source.interfaces().getFirst();
            assertEquals(loopback, described.name());
            assertEquals("tcp port 10000", described.filter());
            assertEquals(96, described.snapLength());
            assertTrue(List.of(6, 9).contains(described.timestampDigits()), described.toString());
            assertTrue(List.of(LinkType.ETHERNET, LinkType.NULL).contains(described.linkType()), described.toString());
            assertEquals(1, source.interfaces().size());
            assertEquals(Optional.empty(), source.fault());
        }
    }

    @Test
    void idleInterfaceEndsWhenItIsToldTo() throws Exception {
        String loopback = capturableLoopback();
        try (LiveSource source = LiveSource.open(CaptureOptions.of(loopback, "less 1"))) {
            CountDownLatch waiting = new CountDownLatch(1);
            source.onIdle(waiting::countDown);
            FutureTask<Boolean> next = start(() -> source.next(new Packet()));
            assertTrue(waiting.await(30, TimeUnit.SECONDS));
            source.stop();
            assertFalse(next.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsDoneWhenIdleIsDoneAgainWhileNothingComes() throws Exception {
        String loopback = capturableLoopback();
        try (LiveSource source = LiveSource.open(CaptureOptions.of(loopback, "less 1"))) {
            CountDownLatch waiting = new CountDownLatch(3);
            source.onIdle(waiting::countDown);
            FutureTask<Boolean> next = start(() -> source.next(new Packet()));
            assertTrue(waiting.await(30, TimeUnit.SECONDS));
            source.stop();
            assertFalse(next.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void busyInterfaceEndsWhenItIsToldTo() throws Exception {
        String loopback = capturableLoopback();
        AtomicBoolean ended = new AtomicBoolean();
        try (DatagramSocket socket = socket();
                LiveSource source = LiveSource.open(CaptureOptions.of(loopback, filter(socket)))) {
            FutureTask<Boolean> sender = start(() -> {
                while (!ended.get()) {
                    sendNumbered(socket, 1);
                }
                return true;
            });
            Packet packet = new Packet();
            assertTrue(source.next(packet));
            source.stop();
            while (source.next(packet)) {
                assertEquals(0, lastInt(packet));
            }
            ended.set(true);
            assertTrue(sender.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void packetsThatTheBufferCannotHoldAreCounted() throws IOException {
        String loopback = capturableLoopback();
        LiveSource source;
        long given = 0;
        int sent = 20_000;
        try (DatagramSocket socket = socket()) {
            source = LiveSource.open(CaptureOptions.of(loopback, filter(socket)).withBufferOctets(SMALLEST_BUFFER));
            try (source) {
                sendNumbered(socket, sent);
                source.stop();
                Packet packet = new Packet();
                while (source.next(packet)) {
                    given++;
                }
            }
        }
        long dropped = source.dropped();
        assertTrue(given < sent, given + " given");
        assertTrue(dropped > 0 && dropped <= sent, dropped + " dropped");
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    private static String filter(DatagramSocket socket) {
        return "udp dst port " + socket.getLocalPort();
    }

    /** To itself: what the socket's own buffer cannot take is lost to it and captured all the same. */
    private static void sendNumbered(DatagramSocket socket, int count) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(48);
        for (int i = 0; i < count; i++) {
            payload.putInt(payload.capacity() - Integer.BYTES, i);
            socket.send(new DatagramPacket(payload.array(), payload.capacity(), socket.getLocalSocketAddress()));
        }
    }

    private static int lastInt(Packet packet) {
        return packet.data().get(BIG_ENDIAN_INT, packet.offset() + packet.capturedLength() - Integer.BYTES);
    }

    /** The flags of a TCP segment over IPv4 with no IP options, after whichever link layer loopback has. */
    private static int tcpFlags(String frame) {
        int ip = frame.indexOf('\u0045');
        return frame.charAt(ip + 20 + 13);
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
