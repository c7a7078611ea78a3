package parley.analyzer.capture.relay;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import parley.protocol.HostPort;

/** Opens a port for those that call. */
public final class Listening {
    private static final int BACKLOG = 1024;

    private Listening() {}

    /**
     * Listens.
     *
     * @param address resolved; port 0 for any free one
     * @param who listens, for the message
     * @throws IOException if it cannot; the message is a whole sentence for the user
     */
    public static ServerSocket at(InetSocketAddress address, String who) throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(address, BACKLOG);
            return listening;
        } catch (IOException refused) {
            listening.close();
            throw new IOException(
                    who + " cannot listen on " + HostPort.format(address) + ": " + whyNot(refused, address), refused);
        }
    }

    private static String whyNot(IOException refused, InetSocketAddress address) throws IOException {
        InetAddress host = address.getAddress();
        if (!host.isAnyLocalAddress() && !host.isLoopbackAddress() && NetworkInterface.getByInetAddress(host) == null) {
            return "it is no address of this machine";
        }
        String reason = String.valueOf(refused.getMessage());
        if (reason.contains("ermission")) {
            return "the port needs a privilege; choose one above 1023";
        }
        return refused instanceof BindException ? "the port is in use; choose another" : reason;
    }
}
