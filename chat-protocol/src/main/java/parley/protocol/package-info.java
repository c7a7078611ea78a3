/**
 * The wire of the chat: what a line says ({@link parley.protocol.ClientLine}, {@link parley.protocol.ServerLine}), where
 * a line ends ({@link parley.protocol.LineFramer}), what a name and a text may be ({@link parley.protocol.Names},
 * {@link parley.protocol.LineText}), the numbers that bound them ({@link parley.protocol.ChatLimits}), and how people write
 * where a server is ({@link parley.protocol.HostPort}).
 *
 * <pre>
 *   bytes -> LineFramer -> LineText -> ClientLine | ServerLine | FirstDialect
 * </pre>
 *
 * <p>Server, client and analyzer share this package; it depends on nothing. Lines are immutable values; a framer belongs
 * to one thread.
 */
@NullMarked
package parley.protocol;

import org.jspecify.annotations.NullMarked;
