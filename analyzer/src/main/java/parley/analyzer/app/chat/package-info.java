/**
 * The decoder of the chat: Parley's dialect, and that of the first server. {@link
 * parley.analyzer.app.chat.ChatConversation} follows one connection as the server's session does; {@link
 * parley.analyzer.app.chat.Deliveries} links what one client sent with what others received.
 */
@NullMarked
package parley.analyzer.app.chat;

import org.jspecify.annotations.NullMarked;
