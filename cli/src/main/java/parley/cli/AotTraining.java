package parley.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import parley.client.web.WebOptions;
import parley.client.web.WebServer;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/**
 * The run whose loaded classes go into the JVM's ahead-of-time cache ({@code -XX:AOTCacheOutput}), from which later runs
 * start faster. One JVM goes through what people wait for; a command that fails has loaded its classes too. What it
 * prints is of no interest.
 */
final class AotTraining {
    private static final int PATIENCE_MILLIS = 10_000;

    /** A WebSocket frame with a mask of zeros (RFC 6455, section 5.2). */
    private static final int HEADER_BYTES = 6;

    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;

    private AotTraining() {}

    /**
     * Goes through the commands once.
     *
     * @param args the directory of the samples, and a directory to write reports into
     */
    public static void main(String... args) {
        for (List<String> commandLine : commandLines(Path.of(args[0]), Path.of(args[1]))) {
            Parley.run(commandLine.toArray(String[]::new));
        }
        try {
            openPage();
        } catch (IOException failure) {
            System.err.println(failure.getMessage());
        }
        ChatTraining.hold();
        System.exit(0);
    }

    private static List<List<String>> commandLines(Path samples, Path scratch) {
        String session = samples.resolve("seed-session.pcapng").toString();
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("interfaces"),
                List.of("analyze", session, "-o", scratch.toString()),
                List.of("packet", session, "1"),
                List.of("follow", session, "0"),
                List.of("client", "--help"));
    }

    /** Serves the page to a browser of a few lines, up to a name that is taken. */
    private static void openPage() throws IOException {
        try (ChatServer server = ChatServer.start(ServerOptions.defaults().withPort(0));
                WebServer web =
                        WebServer.start(WebOptions.of(server.address()).listeningOn(WebOptions.DEFAULT_HOST, 0));
                Socket browser =
                        new Socket(WebOptions.DEFAULT_HOST, web.address().getPort())) {
            browser.setSoTimeout(PATIENCE_MILLIS);
            String host = "Host: " + HostPort.format(web.address()) + "\r\n";
            String request = "GET / HTTP/1.1\r\n" + host + "\r\n";
            browser.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String upgrade = "GET /ws HTTP/1.1\r\n" + host + "Origin: http://" + HostPort.format(web.address())
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
            browser.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            awaits(browser, "ready");
            byte[] json = "{\"do\":\"name\",\"name\":\"Ofir\"}".getBytes(StandardCharsets.US_ASCII);
            byte[] frame = new byte[HEADER_BYTES + json.length];
            frame[0] = (byte) TEXT;
            frame[1] = (byte) (MASKED | json.length);
            System.arraycopy(json, 0, frame, HEADER_BYTES, json.length);
            browser.getOutputStream().write(frame);
            awaits(browser, "online");
        }
    }

    private static void awaits(Socket browser, String word) throws IOException {
        StringBuilder told = new StringBuilder();
        while (told.indexOf(word) < 0) {
            int octet = browser.getInputStream().read();
            if (octet < 0) {
                throw new EOFException("closed before " + word);
            }
            told.append((char) octet);
        }
    }
}
