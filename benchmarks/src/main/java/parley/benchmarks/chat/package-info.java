/**
 * A load of many chat clients in one thread, towards Parley's server or another: {@link
 * parley.benchmarks.chat.ChatLoad} measures what a server forwards and how late, {@link
 * parley.benchmarks.chat.IdleClients} what clients cost it that only stay. {@link parley.benchmarks.chat.HostileClient}
 * are those that nobody wants to meet.
 *
 * <pre>
 *   Dialect  what is said to which server
 *   Client   one connection: lines in, bytes out
 *   Crowd    all of them on one selector
 *   Traffic  who sends what to whom, what came of it
 * </pre>
 *
 * <p>One thread does all but the hostile clients, so that the load takes one core at most.
 */
@NullMarked
package parley.benchmarks.chat;

import org.jspecify.annotations.NullMarked;
