/**
 * The client's side of a chat: a connection ({@link parley.client.ChatConnection}), the client of plain lines
 * ({@link parley.client.LineClient}), and what both need to name a server ({@link parley.protocol.HostPort}) and to show
 * its text safely ({@link parley.client.TerminalText}).
 *
 * <pre>
 *   command -> LineClient ----------------------------------> ChatConnection -> server
 *           -> terminal, the client at a prompt -> session ->
 *           -> web, the page --------------------> session ->
 *           -> play.ScriptPlayer, one for every user ------->
 * </pre>
 *
 * <p>Every connection reads on a virtual thread of its own and hands each line to its listener there; sending is the
 * caller's. Nothing is kept of what was received. A {@link parley.client.session.ChatSession} is one user over as many
 * connections as it takes.
 */
@NullMarked
package parley.client;

import org.jspecify.annotations.NullMarked;
