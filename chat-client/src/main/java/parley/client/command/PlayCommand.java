package parley.client.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import parley.client.play.PlayPrinter;
import parley.client.play.PlayResult;
import parley.client.play.Script;
import parley.client.play.ScriptPlayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code play}: a written conversation, held by real clients. */
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        description = {
            "Play a written conversation, by one real client a user.",
            "The script is CSV with the columns at,user,port,line: seconds from the start (empty: when what came"
                    + " before has been answered), who, the local port (in a user's first row; may be empty), what is"
                    + " typed. A user's first line is the name.",
            "Exit code 1 where an answer did not come within 5 s."
        })
@SuppressWarnings("NullAway.Init")
public final class PlayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SCRIPT.csv", description = "The conversation.")
    private Path file;

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        Script script = Script.read(file);
        PlayPrinter printer = new PlayPrinter(
                script, spec.commandLine().getOut(), spec.commandLine().getErr());
        PlayResult result = new ScriptPlayer(server, tls.transport(), printer).play(script);
        return result.complete() ? 0 : 1;
    }
}
