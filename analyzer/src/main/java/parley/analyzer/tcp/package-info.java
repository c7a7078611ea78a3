/**
 * From segments to connections and their streams. {@link parley.analyzer.tcp.ConnectionTable} finds the connection of
 * each segment and numbers it as Wireshark numbers {@code tcp.stream}; {@link parley.analyzer.tcp.Segment} says where
 * in it the segment stands; a {@link parley.analyzer.tcp.StreamReassembler} a direction gives out its octets once, in
 * order, with what is missing as an event.
 *
 * <pre>
 *   DecodedPacket -> ConnectionTable -> Segment -> StreamReassembler -> StreamListener
 * </pre>
 *
 * <p>Limits: connections in the table, octets held out of order a direction and in all. All of it belongs to the one
 * thread that owns the analysis; time is the capture's.
 */
@NullMarked
package parley.analyzer.tcp;

import org.jspecify.annotations.NullMarked;
