/**
 * A decoder of one's own: Internet Relay Chat (RFC 1459, RFC 2812). It is no part of Parley and is loaded with {@code
 * --plugin-path}.
 *
 * <pre>
 *   IrcDecoder        is it IRC? One for all connections
 *   IrcConversation   one connection: octets -> lines -> messages
 *   IrcMessage        one line
 *   Deliveries        what one client sent and others are given
 * </pre>
 */
@NullMarked
package parley.samples.irc;

import org.jspecify.annotations.NullMarked;
