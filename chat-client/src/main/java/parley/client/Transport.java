package parley.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** What a client's lines go through. Safe for use by several threads. */
@FunctionalInterface
public interface Transport {
    /** TCP and nothing else. */
    Transport PLAIN = (socket, server) -> socket;

    /**
     * What is read and written in place of a connection.
     *
     * @param socket connected; closing it ends what is returned, too
     * @param server whom it was to reach, by the name that was asked for
     * @throws IOException with a message for people; the socket is then of no use any more
     */
    Socket over(Socket socket, InetSocketAddress server) throws IOException;
}
