package parley.client.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import parley.client.command.WebCommand;
import parley.protocol.HostPort;
import picocli.CommandLine;

/** The command {@code web} in a process of its own, with little memory. */
final class WebProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final InetSocketAddress address;

    /**
     * @param server the chat server
     * @param mebibytes of heap, and as much besides it
     */
    WebProcess(InetSocketAddress server, int mebibytes) throws IOException {
        this.process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + mebibytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "parley.client.web.WebProcess",
                        "--listen",
                        "0",
                        "--server",
                        HostPort.format(server)))
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader();
        String url = String.valueOf(out.readLine());
        if (!url.startsWith("http://")) {
            throw new AssertionError(url + " " + out.readAllAsString());
        }
        this.address = new InetSocketAddress("127.0.0.1", URI.create(url).getPort());
    }

    InetSocketAddress address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM; the exit code. */
    int terminated() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WebCommand()).execute(arguments));
    }
}
