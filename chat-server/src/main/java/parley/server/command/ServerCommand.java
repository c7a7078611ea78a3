package parley.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import parley.protocol.HostPort;
import parley.server.ServerOptions;
import parley.server.tls.TlsIdentity;
import parley.server.watch.EventLog;
import parley.server.watch.LogDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a server until the process is told to end; clients are told before it does. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Run the chat server until Ctrl-C.",
        showDefaultValues = true)
public final class ServerCommand implements Callable<Integer> {
    /** Within the five seconds that the server's page promises. */
    private static final Duration END_WITHIN = Duration.ofSeconds(4);

    /** For the line that says that there is no memory left. */
    private static final Duration SAY_WITHIN = Duration.ofSeconds(1);

    /** The exit code of a process that SIGTERM has ended. */
    private static final int TERMINATED = 143;

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on; 0.0.0.0 for all.")
    private String host = ServerOptions.defaults().host();

    @Option(names = "--port", paramLabel = "PORT", description = "TCP port; 0 for any free one.")
    private int port = ServerOptions.defaults().port();

    @Option(names = "--name-within", paramLabel = "SECONDS", description = "Time for giving a name.")
    private long nameWithin = ServerOptions.defaults().unnamedTimeout().toSeconds();

    @Option(names = "--idle", paramLabel = "SECONDS", description = "Disconnect clients idle for so long (0 = never).")
    private long idle = ServerOptions.defaults().idleTimeout().toSeconds();

    @Option(names = "--burst", paramLabel = "LINES", description = "Lines that a client may send at once.")
    private int burst = ServerOptions.defaults().burst();

    @Option(
            names = "--rate",
            paramLabel = "LINES",
            description = "Lines a second that are read of a client after its burst; 0 for no limit.")
    private int rate = ServerOptions.defaults().linesPerSecond();

    @Option(names = "--outbox", paramLabel = "BYTES", description = "Bytes that may wait to be sent to one client.")
    private int outbox = ServerOptions.defaults().outboxBytes();

    @Option(
            names = "--outboxes",
            paramLabel = "BYTES",
            showDefaultValue = Visibility.NEVER,
            description = "Bytes that may wait to be sent to all clients. Default: a quarter of the largest heap.")
    private long outboxes = ServerOptions.defaults().outboxesBytes();

    @Option(
            names = "--write-within",
            paramLabel = "SECONDS",
            description = "Disconnect clients that take nothing of what waits for them for so long.")
    private long writeWithin = ServerOptions.defaults().writeTimeout().toSeconds();

    @Option(names = "--connections", paramLabel = "N", description = "Most connections at a time.")
    private int connections = ServerOptions.defaults().connections();

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            description = "Most connections from one IPv4 address or IPv6 /64, loopback exempt.")
    private int connectionsPerAddress = ServerOptions.defaults().connectionsPerAddress();

    @Option(
            names = "--presence-off-above",
            paramLabel = "N",
            description = "With more users online nobody is told who comes and goes.")
    private int presenceOffAbove = ServerOptions.defaults().presenceOffAbove();

    @Option(
            names = "--presence-on-below",
            paramLabel = "N",
            description = "With fewer users online all are told again.")
    private int presenceOnBelow = ServerOptions.defaults().presenceOnBelow();

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS: the server's certificate and those that vouch for it, PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM (PKCS #8), not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--log",
            paramLabel = "WHAT",
            defaultValue = "connections",
            converter = LogDetailConverter.class,
            description = "Log to standard error: none, connections (and refusals), or lines too, but not their text.")
    private LogDetail log = LogDetail.CONNECTIONS;

    @Option(names = "--log-text", description = "Log each line of each client with what it says.")
    private boolean logText;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve /metrics for Prometheus, and /healthz; 0 on any free port. Default: not served.")
    private @Nullable Integer metricsPort;

    @Option(names = "--metrics-host", paramLabel = "ADDRESS", description = "Address to serve them on.")
    private String metricsHost = ServerOptions.defaults().host();

    @Override
    public Integer call() throws IOException, InterruptedException {
        spareCores();
        ServerOptions options = options();
        TlsIdentity tls = tls();
        PrintWriter err = spec.commandLine().getErr();
        LogDetail detail = logText ? LogDetail.LINES : log;
        EventLog events = new EventLog(err, detail, logText, Clock.systemUTC());
        OutOfMemoryWatch memory = new OutOfMemoryWatch(
                err,
                LastResort.ready(SAY_WITHIN, OutOfMemoryWatch.EXIT_CODE, Runtime.getRuntime()::halt),
                Runtime.getRuntime()::halt);
        LastResort ending = LastResort.ready(END_WITHIN, TERMINATED, Runtime.getRuntime()::halt);
        try (WatchedServer server = WatchedServer.start(options, tls, memory, events, metrics())) {
            Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> server.failed(fault));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                ending.begin();
                server.close();
            }));
            err.println("listening on " + words(server.address()));
            server.metricsAddress().ifPresent(address -> err.println("metrics on " + words(address)));
            new CountDownLatch(1).await();
        }
        return 0;
    }

    /**
     * Virtual threads run on half of the cores: sessions wake one another with each message, which is dear across cores,
     * and the system's part of TCP, the pollers and the collector have work for the others. Too late where virtual threads
     * have run already. The property is that of {@link Thread}.
     */
    private static void spareCores() {
        int cores = Runtime.getRuntime().availableProcessors();
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, Integer.toString(Math.max(1, cores / 2)));
        }
    }

    private static String words(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private @Nullable TlsIdentity tls() throws IOException {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key are needed together");
        }
        return TlsIdentity.read(certificate, key);
    }

    private @Nullable InetSocketAddress metrics() {
        if (metricsPort == null) {
            return null;
        }
        if (metricsPort < 0 || metricsPort > HostPort.MAX_PORT) {
            throw new ParameterException(spec.commandLine(), "metrics-port must be 0 to 65535, not " + metricsPort);
        }
        return InetSocketAddress.createUnresolved(metricsHost, metricsPort);
    }

    private ServerOptions options() {
        try {
            return new ServerOptions(
                    host,
                    port,
                    Duration.ofSeconds(nameWithin),
                    Duration.ofSeconds(idle),
                    burst,
                    rate,
                    outbox,
                    outboxes,
                    Duration.ofSeconds(writeWithin),
                    connections,
                    connectionsPerAddress,
                    presenceOffAbove,
                    presenceOnBelow);
        } catch (IllegalArgumentException outOfRange) {
            throw new ParameterException(spec.commandLine(), String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }
}
