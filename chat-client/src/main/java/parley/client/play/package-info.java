/**
 * A written conversation, held by real clients.
 *
 * <pre>
 *   Script -> ScriptPlayer -> a ChatConnection for every user
 *                 |    ^------ what each receives, through one bounded queue
 *                 |-> Conversation: what is due to whom
 *                 `-> PlayListener: what happens, as it happens
 * </pre>
 *
 * <p>One thread plays: it types, it takes what has been received out of the queue, and it alone calls the listener.
 */
@NullMarked
package parley.client.play;

import org.jspecify.annotations.NullMarked;
