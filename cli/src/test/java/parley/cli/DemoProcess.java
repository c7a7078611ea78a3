package parley.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code demo --web} in a JVM of its own, from when its page can be opened. */
final class DemoProcess implements AutoCloseable {
    private static final Pattern OPEN = Pattern.compile("parley: open (http://\\S+) in two tabs.*");

    private static final Pattern SERVER = Pattern.compile("parley: chat server on \\S+:(\\d+)");

    private final Process process;
    private final BufferedReader errorLines;
    private final StringBuilder errors = new StringBuilder();
    private final Path output;
    private final String url;
    private int serverPort;

    private DemoProcess(Process process, Path output) throws IOException {
        this.process = process;
        this.output = output;
        errorLines = process.errorReader(StandardCharsets.UTF_8);
        url = readUrl();
    }

    /** Starts it, and returns when it has told where its page is. */
    static DemoProcess start(Path directory, List<String> jvmOptions, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("demo", "--web", "--no-browser"));
        all.addAll(List.of(args));
        Path output = directory.resolve("demo-output");
        Process process = ChildJvm.java(jvmOptions, all.toArray(String[]::new))
                .redirectOutput(output.toFile())
                .start();
        try {
            return new DemoProcess(process, output);
        } catch (IOException | AssertionError failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private String readUrl() throws IOException {
        for (String line = errorLines.readLine(); line != null; line = errorLines.readLine()) {
            errors.append(line).append('\n');
            Matcher server = SERVER.matcher(line);
            if (server.matches()) {
                serverPort = Integer.parseInt(server.group(1));
            }
            Matcher open = OPEN.matcher(line);
            if (open.matches()) {
                return open.group(1);
            }
        }
        throw new AssertionError("ended without a page: " + errors);
    }

    /** Where the page is. */
    String url() {
        return url;
    }

    /** The chat server's, which may not be the one that clients call. */
    int serverPort() {
        return serverPort;
    }

    /** Ends it as {@code kill} does, and waits until it has ended. */
    ChildJvm.Run terminate() throws IOException, InterruptedException {
        // Process.destroy would also close what is read here.
        process.toHandle().destroy();
        errorLines.lines().forEach(line -> errors.append(line).append('\n'));
        return new ChildJvm.Run(process.waitFor(), Files.readString(output), errors.toString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
