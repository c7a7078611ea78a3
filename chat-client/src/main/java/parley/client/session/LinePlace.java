package parley.client.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import parley.client.StreamRange;

/**
 * Where a line went over the wire: enough to find the frames that carried it in a capture of the connection.
 *
 * @param client the address and port that the client called from
 * @param server the server's address and port
 * @param opened when the connection was open, by the clock of this machine: ports are used again
 * @param sent whether the client sent the line; else the server did
 * @param range the line's bytes in that direction
 */
public record LinePlace(
        InetSocketAddress client, InetSocketAddress server, Instant opened, boolean sent, StreamRange range) {}
