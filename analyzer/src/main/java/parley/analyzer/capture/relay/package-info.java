/**
 * A TCP relay that writes what it carries as packets: a {@link parley.analyzer.capture.PacketSource} that needs neither a
 * privilege nor a native library.
 *
 * <pre>
 *   client &lt;-&gt; RelayedConnection &lt;-&gt; server
 *                 |  TcpConversation: the segments that carry it
 *              PacketQueue
 *                 |
 *              RelaySource -> whoever reads packets
 * </pre>
 *
 * <p>The octets, their order and when they passed are what happened. Handshakes, segments and acknowledgments, and all
 * that headers say but for addresses and ports, are the relay's account of it, as a capture beside the server would have
 * them.
 *
 * <p>Connections are carried by virtual threads. Whoever reads packets does so on a thread of its own and, when it is
 * slow, slows the connections: no packet is lost and memory is bounded.
 */
@NullMarked
package parley.analyzer.capture.relay;

import org.jspecify.annotations.NullMarked;
