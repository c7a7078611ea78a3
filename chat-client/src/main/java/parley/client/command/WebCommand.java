package parley.client.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import parley.client.web.WebOptions;
import parley.client.web.WebServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code web}: the client as a page for a browser, until the process is told to end. */
@Command(
        name = "web",
        mixinStandardHelpOptions = true,
        description = {
            "Chat in a browser: serve a page until Ctrl-C.",
            "Each tab that opens it is a client with a connection of its own."
        })
@SuppressWarnings("NullAway.Init")
public final class WebCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "[H:]P",
            defaultValue = WebOptions.DEFAULT_HOST + ":" + WebOptions.DEFAULT_PORT,
            converter = ListeningConverter.class,
            description = "Where the page is; port 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private InetSocketAddress listen;

    @Option(
            names = "--server",
            paramLabel = "H[:P]",
            defaultValue = "127.0.0.1:10000",
            converter = HostPortConverter.class,
            description = "The chat server; an IPv6 address in brackets, without a port 10000."
                    + " Default: ${DEFAULT-VALUE}.")
    private InetSocketAddress server;

    @Mixin
    private TlsOptions tls;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WebOptions options =
                WebOptions.of(server).through(tls.transport()).listeningOn(listen.getHostString(), listen.getPort());
        try (WebServer web = WebServer.start(options)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(web::close));
            if (!web.address().getAddress().isLoopbackAddress()) {
                spec.commandLine()
                        .getErr()
                        .println("parley: everybody who reaches port "
                                + web.address().getPort() + " of this machine can chat through it");
            }
            spec.commandLine().getOut().println(web.url());
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
