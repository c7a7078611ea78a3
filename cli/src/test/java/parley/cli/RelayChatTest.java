package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.cli.CsvRows.cell;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.capture.relay.RelaySource;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** The relay in front of the server: a thousand clients at once, every octet and every message of theirs. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayChatTest {
    private static final int CLIENTS = 1000;
    private static final int SECONDS = 120;

    @TempDir
    private Path directory = Path.of("");

    /** What one client sent and received, from which port. */
    private record Spoken(int port, byte[] sent, byte[] received) {}

    @Test
    void aThousandClientsChatIsInTheCaptureToTheLastOctet() throws Exception {
        Path capture = directory.resolve("relay.pcapng");
        Queue<String> troubles = new ConcurrentLinkedQueue<>();
        List<Spoken> spoken;
        InetSocketAddress server;
        ServerOptions options = ServerOptions.defaults().withAddress("127.0.0.1", 0);
        try (ChatServer chat = ChatServer.start(options);
                RelaySource relay = RelaySource.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), chat.address(), troubles::add);
                TeeSource source = new TeeSource(relay, PcapngWriter.create(capture, relay))) {
            server = chat.address();
            CompletableFuture<Long> written = new CompletableFuture<>();
            Thread.ofPlatform().name("packets").start(() -> write(source, written));
            spoken = converse(relay.address());
            chat.close();
            relay.stop();
            assertTrue(written.get(SECONDS, TimeUnit.SECONDS) > 0);
            assertEquals(CLIENTS, relay.connections());
            assertEquals(
                    spoken.stream()
                            .mapToLong(one -> one.sent().length + one.received().length)
                            .sum(),
                    relay.octets());
        }
        assertEquals(List.of(), List.copyOf(troubles));

        Path reports = directory.resolve("reports");
        ChildJvm.Run run =
                ChildJvm.run(directory, ChildJvm.java("analyze", capture.toString(), "-o", reports.toString()));

        assertEquals(0, run.exitCode(), run.errors());
        assertEveryOctet(spoken, HostPort.format(server), reports);
        assertEveryMessage(reports);
        if (Tshark.isInstalled()) {
            assertEquals(List.of(), Tshark.framesOf(capture, "tcp.analysis.flags || _ws.malformed"));
        }
    }

    private static void write(TeeSource source, CompletableFuture<Long> written) {
        try {
            Packet packet = new Packet();
            while (source.next(packet)) {
                assertTrue(packet.number() > 0);
            }
            written.complete(packet.number());
        } catch (IOException | RuntimeException failure) {
            written.completeExceptionally(failure);
        }
    }

    private static String name(int client) {
        return "user%04d".formatted(client % CLIENTS);
    }

    /** Everybody comes; when all are there each writes to the next; who has both messages leaves. */
    private static List<Spoken> converse(InetSocketAddress called) throws Exception {
        CountDownLatch named = new CountDownLatch(CLIENTS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Spoken>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(threads.submit(() -> speak(called, client, named)));
            }
            List<Spoken> all = new ArrayList<>();
            for (Future<Spoken> client : clients) {
                all.add(client.get(SECONDS, TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private static Spoken speak(InetSocketAddress called, int client, CountDownLatch named) throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(called);
            int port = socket.getLocalPort();
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new Recorded(socket.getInputStream(), received), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            send(name(client) + "\n", out, sent);
            await("hello " + name(client), lines);
            named.countDown();
            assertTrue(named.await(SECONDS, TimeUnit.SECONDS), "not everybody came");
            send(name(client) + " to " + name(client + 1) + " - " + text(client) + "\n", out, sent);
            int before = (client + CLIENTS - 1) % CLIENTS;
            await(name(before) + " to " + name(client) + " - " + text(before), lines);
            send("exit\n", out, sent);
            await("goodbye", lines);
            while (lines.readLine() != null) {
                // What others did meanwhile.
            }
            return new Spoken(port, sent.toByteArray(), received.toByteArray());
        }
    }

    private static String text(int client) {
        return "greetings of " + name(client);
    }

    private static void send(String line, OutputStream out, ByteArrayOutputStream sent) throws IOException {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        sent.writeBytes(octets);
        out.write(octets);
    }

    private static void await(String wanted, BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        assertEquals(wanted, line);
    }

    private static void assertEveryOctet(List<Spoken> spoken, String server, Path reports) throws Exception {
        Map<String, List<String>> sentByClient = new TreeMap<>();
        Map<String, List<String>> sentToClient = new TreeMap<>();
        for (Spoken one : spoken) {
            sentByClient.put("127.0.0.1:" + one.port(), digest(one.sent()));
            sentToClient.put("127.0.0.1:" + one.port(), digest(one.received()));
        }
        Map<String, List<String>> capturedOfClient = new TreeMap<>();
        Map<String, List<String>> capturedOfServer = new TreeMap<>();
        Map<String, String> clientOfStream = new TreeMap<>();
        List<Map<String, String>> rows = CsvRows.of(reports.resolve("streams.csv"));
        for (Map<String, String> row : rows) {
            if (!cell(row, "endpoint").equals(server)) {
                clientOfStream.put(cell(row, "tcp.stream"), cell(row, "endpoint"));
                capturedOfClient.put(cell(row, "endpoint"), List.of(cell(row, "bytes"), cell(row, "sha256")));
            }
        }
        for (Map<String, String> row : rows) {
            if (cell(row, "endpoint").equals(server)) {
                String client = String.valueOf(clientOfStream.get(cell(row, "tcp.stream")));
                capturedOfServer.put(client, List.of(cell(row, "bytes"), cell(row, "sha256")));
            }
        }
        assertEquals(sentByClient, capturedOfClient);
        assertEquals(sentToClient, capturedOfServer);
    }

    private static List<String> digest(byte[] octets) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
        return List.of(String.valueOf(octets.length), HexFormat.of().formatHex(hash));
    }

    /** Each one as its sender sent it and as its recipient got it. */
    private static void assertEveryMessage(Path reports) throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String message = name(i) + " to " + name(i + 1) + ": " + text(i);
            expected.add("client " + message);
            expected.add("server " + message);
        }
        List<String> decoded = CsvRows.of(reports.resolve("messages.csv")).stream()
                .filter(row -> cell(row, "kind").equals("direct"))
                .map(row -> cell(row, "direction") + " " + cell(row, "sender") + " to " + cell(row, "recipients") + ": "
                        + cell(row, "text"))
                .sorted()
                .toList();
        assertEquals(expected.stream().sorted().toList(), decoded);
    }

    /** Keeps what is read. */
    private static final class Recorded extends InputStream {
        private final InputStream in;
        private final ByteArrayOutputStream all;

        Recorded(InputStream in, ByteArrayOutputStream all) {
            this.in = in;
            this.all = all;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            int count = in.read(octets, offset, length);
            if (count > 0) {
                all.write(octets, offset, count);
            }
            return count;
        }
    }
}
