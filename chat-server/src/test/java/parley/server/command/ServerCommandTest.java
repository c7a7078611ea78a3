package parley.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServerCommandTest {
    @Test
    void saysWhereItListensAndServesUntilStopped() throws Exception {
        PipedReader said = new PipedReader();
        PrintWriter err = new PrintWriter(new PipedWriter(said), true);
        Thread running = Thread.ofPlatform().start(() -> run(err, "--port", "0", "--idle", "60", "--rate", "0"));
        try (BufferedReader lines = new BufferedReader(said)) {
            Matcher line =
                    Pattern.compile("listening on 127\\.0\\.0\\.1 port (\\d+)").matcher(lines.readLine());
            assertTrue(line.matches());
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(1)))) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                assertEquals("welcome to the chat", in.readLine());
                assertEquals("enter name:", in.readLine());
                running.interrupt();
                assertEquals("server closing", in.readLine());
            }
        }
        running.join();
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 70000, 'port must be 0 to 65535, not 70000'",
        "--burst, 0, 'burst must be at least 1, not 0'",
        "--idle, -1, the idle time must not be negative",
        "--outbox, 10, 'outbox bytes must be at least 4226, not 10'",
        "--tls-cert, server.pem, --tls-cert and --tls-key are needed together",
        "--metrics-port, 70000, 'metrics-port must be 0 to 65535, not 70000'",
        "--log, all, 'Invalid value for option ''--log'': ''all'' is none of none, connections, lines'",
    })
    void wrongUsageIsSaid(String option, String value, String reason) {
        StringWriter err = new StringWriter();
        assertEquals(2, run(new PrintWriter(err, true), option, value));
        assertEquals(reason, err.toString().lines().findFirst().orElse(""));
    }

    private static int run(PrintWriter err, String... arguments) {
        return new CommandLine(new ServerCommand())
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> 1)
                .execute(arguments);
    }
}
