/**
 * The reference chat server: {@link parley.server.ChatServer} runs one, with the limits in {@link
 * parley.server.ServerOptions}, in TLS where it has a {@link parley.server.tls.TlsIdentity}, and tells a {@link
 * parley.server.watch.ServerWatch} what happens.
 *
 * <pre>
 *   ChatServer ── accepts ──> Session ── reads lines ──> Conversation ──> Registry ── Presence
 *                                │                                           │ ───── PrivateChats
 *                             Outbox <───────── lines for a client ──────────┘
 *                                └── written to the socket by a thread of its own
 * </pre>
 *
 * <p><b>Threads.</b> A virtual thread accepts. Each client has two: one reads its lines and does what they say, one
 * writes what is in its outbox. Putting a line into an outbox never waits: what does not fit is refused to its sender, who
 * may wait a moment for room, with no lock held, while the client takes something. A client that takes nothing for long is
 * closed alone. A last thread looks every 250 ms for connections whose time to be closed, or to take something, has passed.
 *
 * <p><b>Locks</b>, in the order in which they may be taken; none is held while a socket is read or written:
 *
 * <ol>
 *   <li>the {@link parley.server.Registry}'s monitor guards who is online, {@link parley.server.Presence}, {@link
 *       parley.server.PrivateChats} and every {@link parley.server.User}'s fields that change. Names are looked up without
 *       it, so that messages between users do not meet there.
 *   <li>an {@link parley.server.Outbox}'s lock guards its queue. Nothing else is locked while it is held.
 * </ol>
 *
 * <p>What fails in one of a session's threads ends that session alone. A watch may be called under the registry's
 * monitor, and so never waits.
 *
 * <p>Lines of one sender are handled by its one reading thread, and an outbox keeps their order: of two lines from one
 * sender to one recipient the first arrives first.
 */
@NullMarked
package parley.server;

import org.jspecify.annotations.NullMarked;
