package parley.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import parley.client.command.ListeningConverter;
import parley.client.web.WebOptions;
import parley.client.web.WebServer;
import parley.client.web.WireWatcher;
import parley.server.ChatServer;
import picocli.CommandLine.Option;

/** The page that the demo goes on with, until Ctrl-C. */
final class DemoPage {
    /** How the page is asked for. */
    static final class Options {
        @Option(
                names = "--web",
                required = true,
                description = "Then serve the chat as a page, and go on capturing, until Ctrl-C.")
        private boolean web;

        @Option(
                names = "--listen",
                paramLabel = "[H:]P",
                defaultValue = WebOptions.DEFAULT_HOST + ":" + WebOptions.DEFAULT_PORT,
                converter = ListeningConverter.class,
                description = "Where the page is; port 0 for any free one (default: ${DEFAULT-VALUE}).")
        private InetSocketAddress listen =
                InetSocketAddress.createUnresolved(WebOptions.DEFAULT_HOST, WebOptions.DEFAULT_PORT);

        @Option(names = "--no-browser", description = "Do not open the page in a browser.")
        private boolean noBrowser;
    }

    /** What is done when nobody can chat any more. */
    interface Ending {
        void run() throws IOException, InterruptedException;
    }

    private final Options options;
    private final PrintWriter err;

    DemoPage(Options options, PrintWriter err) {
        this.options = options;
        this.err = err;
    }

    /**
     * Serves the page until Ctrl-C, or until the latch is counted down; then closes the page and the chat server, in
     * this order, and does what is to be done at the end, for which a Ctrl-C waits.
     *
     * @param called where the page's clients call: the server or a relay in front of it
     * @param watcher who knows the frames of a line
     */
    void serve(ChatServer server, InetSocketAddress called, WireWatcher watcher, CountDownLatch ended, Ending ending)
            throws IOException, InterruptedException {
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended, finished), "stop-demo"));
        try {
            try (WebServer page = start(called, watcher)) {
                tell(page);
                if (!options.noBrowser) {
                    Browser.open(page.url());
                }
                ended.await();
            }
            server.close();
            ending.run();
        } finally {
            finished.countDown();
        }
    }

    private WebServer start(InetSocketAddress called, WireWatcher watcher) throws IOException {
        String host = options.listen.getHostString();
        int port = options.listen.getPort();
        WebOptions asked = WebOptions.of(called).listeningOn(host, port).withWatcher(watcher);
        try {
            return WebServer.start(asked);
        } catch (IOException taken) {
            if (!(taken.getCause() instanceof BindException) || port == 0) {
                throw taken;
            }
            WebServer other = WebServer.start(asked.listeningOn(host, 0));
            say("port " + port + " is taken, the page uses another");
            return other;
        }
    }

    private void tell(WebServer page) {
        if (!page.address().getAddress().isLoopbackAddress()) {
            say("everybody who reaches port " + page.address().getPort()
                    + " of this machine can chat through the page");
        }
        say("open " + page.url() + " in two tabs and chat"
                + "; each message shows the frames that carried it. Ctrl-C ends and writes the reports");
    }

    private void say(String line) {
        err.println("parley: " + line);
        err.flush();
    }

    /** On Ctrl-C the JVM is kept until the end is done. */
    private static void end(CountDownLatch ended, CountDownLatch finished) {
        ended.countDown();
        try {
            finished.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
