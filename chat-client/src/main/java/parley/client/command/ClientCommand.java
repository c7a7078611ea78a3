package parley.client.command;

import java.io.Console;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import parley.client.LineClient;
import parley.client.LocalPort;
import parley.client.Transport;
import parley.client.terminal.TerminalClient;
import parley.protocol.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code client}: a user's end of a chat, on a terminal or in a pipe. */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description = {
            "Chat: print what the server sends, send what is typed or piped in, a message a line.",
            "At the end of the input it says exit, waits for what is due, and ends."
        })
@SuppressWarnings("NullAway.Init")
public final class ClientCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Answers the server's prompt.")
    private @Nullable String name;

    @Option(
            names = "--server",
            paramLabel = "H[:P]",
            defaultValue = "127.0.0.1:10000",
            converter = HostPortConverter.class,
            description =
                    "The server; an IPv6 address in brackets, without a port 10000." + " Default: ${DEFAULT-VALUE}.")
    private InetSocketAddress server;

    @Mixin
    private TlsOptions tls;

    @Option(
            names = "--local-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The port to call from. Default: one that the system chooses.")
    private int localPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (localPort < 0 || localPort > 65535) {
            throw new ParameterException(spec.commandLine(), "--local-port: a port is a number from 1 to 65535");
        }
        Optional<String> refusal = name == null ? Optional.empty() : Names.refusal(name);
        if (refusal.isPresent()) {
            throw new ParameterException(spec.commandLine(), "NAME '" + name + "': " + refusal.get());
        }
        Transport transport = tls.transport();
        @Nullable Console console = console();
        Optional<Terminal> terminal =
                console == null ? Optional.empty() : TerminalClient.open(System.getenv("TERM"), charset(console));
        if (terminal.isPresent()) {
            chat(terminal.get(), transport);
        } else {
            chatInLines(console, transport);
        }
        return 0;
    }

    private void chat(Terminal terminal, Transport transport) throws IOException, InterruptedException {
        try (terminal) {
            String noColor = System.getenv("NO_COLOR");
            new TerminalClient(terminal, noColor == null ? "" : noColor)
                    .run(server, LocalPort.exactly(localPort), transport, name);
        }
    }

    private void chatInLines(@Nullable Console console, Transport transport) throws IOException, InterruptedException {
        new LineClient(
                        System.in,
                        charset(console),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr(),
                        console != null)
                .run(server, LocalPort.exactly(localPort), transport, name);
    }

    /** Null in a pipe by default, and one that is no terminal with -Djdk.console=jdk.internal.le. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console console() {
        Console console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }

    /** What a terminal says it types, else UTF-8: pipes carry it, and a terminal that says ASCII does as a rule. */
    private static Charset charset(@Nullable Console console) {
        return console == null || console.charset().equals(StandardCharsets.US_ASCII)
                ? StandardCharsets.UTF_8
                : console.charset();
    }
}
