/**
 * A user's side of a chat, for whoever shows it: {@link parley.client.session.ChatSession} knows where the user stands,
 * who is online and who asks for a private chat, connects anew after the server comes back, and keeps what was written
 * meanwhile. It takes lines to send and tells {@link parley.client.session.SessionEvent}s.
 *
 * <pre>
 *   page, terminal --name, submit--> ChatSession --> Outbound --> Link --> ChatConnection --> server
 *                  <---SessionEvent---            <--------------
 * </pre>
 *
 * <p>One virtual thread a session owns all of its state and makes all calls of its listener. What comes from outside,
 * lines received, writes done and calls of the user's, is handed to it.
 */
@NullMarked
package parley.client.session;

import org.jspecify.annotations.NullMarked;
