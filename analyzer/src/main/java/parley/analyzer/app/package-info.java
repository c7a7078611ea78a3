/**
 * From streams to messages. An {@link parley.analyzer.app.ApplicationDecoder} recognises its protocol by the first
 * octets of a connection, on whatever port, and turns the octets of both directions into
 * {@link parley.analyzer.app.DecodedMessage}s; {@link parley.analyzer.app.ApplicationLayer} finds the frames that
 * carried each and the acknowledgement that answered it.
 *
 * <pre>
 *   StreamData, gap, end -> ApplicationLayer -> ConversationDecoder -> DecodedMessage -> Message
 * </pre>
 *
 * <p>Decoders are found by {@link java.util.ServiceLoader}; chat is one of them. One that throws is detached from its
 * connection, and the analysis goes on. Limits: octets buffered before a protocol is recognised, messages held until
 * they are acknowledged. One thread owns all of it; time is the capture's.
 */
@NullMarked
package parley.analyzer.app;

import org.jspecify.annotations.NullMarked;
