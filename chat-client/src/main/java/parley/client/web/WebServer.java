package parley.client.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves the page and its WebSockets from {@link #start} to {@link #close}. Its methods may be called by any thread. */
public final class WebServer implements AutoCloseable {
    private static final int MOST_THREADS = 8;
    private static final int FEWEST_THREADS = 3;
    private static final int BACKLOG = 128;

    /** Connections besides the tabs': those that ask, and those that are being closed. Those beyond are not accepted. */
    private static final int MOST_OTHERS = 2 * Requesters.MOST;

    /** The system would let megabytes wait for a page that does not read. */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private static final int HEADER_BYTES = 8 * 1024;

    private final Javalin javalin;
    private final Tabs tabs;
    private final HostNames names;
    private final InetSocketAddress address;

    private WebServer(Javalin javalin, Tabs tabs, HostNames names, InetSocketAddress address) {
        this.javalin = javalin;
        this.tabs = tabs;
        this.names = names;
        this.address = address;
    }

    /**
     * Starts to serve; the page can be loaded when this returns.
     *
     * @throws IOException with one line that says why it cannot listen there, and what to do
     */
    public static WebServer start(WebOptions options) throws IOException {
        ServerSocketChannel listener = listen(options.host(), options.port());
        InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
        HostNames names = new HostNames(options.host(), address);
        Tabs tabs = new Tabs(options);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
            config.jetty.modifyServer(server -> {
                Guard guard = new Guard(names);
                guard.setHandler(new PageFiles());
                server.setHandler(guard);
                server.setErrorHandler(new PlainErrors());
                server.addBean(new NetworkConnectionLimit(options.tabs() + MOST_OTHERS, server));
            });
            config.jetty.modifyHttpConfiguration(WebServer::configure);
            config.jetty.modifyServletContextHandler(
                    context -> context.addServlet(new ServletHolder(tabs), Guard.WEB_SOCKET));
            config.jetty.addConnector((server, http) -> connector(server, http, listener));
        });
        javalin.start();
        return new WebServer(javalin, tabs, names, address);
    }

    /** Where it listens; the port is the real one where 0 was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** What to open in a browser. */
    public String url() {
        return names.url();
    }

    /** Closes every tab, and then no longer listens. */
    @Override
    public void close() {
        tabs.close();
        javalin.stop();
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.STRICT);
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, ServerSocketChannel listener) {
        ServerConnector connector = new ServerConnector(
                server,
                null,
                null,
                new SmallBuffers(server.getByteBufferPool()),
                1,
                1,
                new HttpConnectionFactory(http));
        connector.addBean(new Requesters());
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        try {
            connector.open(listener);
        } catch (IOException impossible) {
            throw new IllegalStateException("a listening socket that cannot be listened on", impossible);
        }
        return connector;
    }

    private static ServerSocketChannel listen(String host, int port) throws IOException {
        InetAddress address = resolve(host);
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.socket().setReuseAddress(true);
            listener.bind(new InetSocketAddress(address, port), BACKLOG);
            return listener;
        } catch (IOException refused) {
            listener.close();
            throw new IOException(whyNot(refused, address, host, port), refused);
        }
    }

    private static InetAddress resolve(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no host " + host + "; choose another with --listen", unknown);
        }
    }

    private static String whyNot(IOException refused, InetAddress address, String host, int port) throws IOException {
        if (!address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && NetworkInterface.getByInetAddress(address) == null) {
            return host + " is no address of this machine; choose another with --listen";
        }
        String reason = String.valueOf(refused.getMessage());
        if (reason.contains("ermission")) {
            return "port " + port + " on " + host + " needs a privilege; choose one above 1023 with --listen";
        }
        return refused instanceof BindException
                ? "port " + port + " on " + host + " is in use; choose another with --listen PORT"
                : "cannot listen on port " + port + " on " + host + ": " + reason;
    }
}
