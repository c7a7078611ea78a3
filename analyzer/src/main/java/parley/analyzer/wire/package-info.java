/**
 * From a packet's octets to its headers: link, IP, TCP. Headers are reusable views over the packet's memory. Each is
 * pointed at its octets by one {@code read}, which says whether the header is whole; after a good one no getter can
 * fail. What does not make sense ends decoding there and is described by a {@link parley.analyzer.wire.Fault}; the
 * layers below stay decoded.
 *
 * <pre>
 *   Packet -> LinkHeader -> IpHeader -> TcpHeader      (all held by DecodedPacket)
 * </pre>
 *
 * <p>Views belong to the thread that owns the analysis.
 */
@NullMarked
package parley.analyzer.wire;

import org.jspecify.annotations.NullMarked;
