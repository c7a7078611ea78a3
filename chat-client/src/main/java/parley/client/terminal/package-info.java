/**
 * The client for somebody at a terminal. {@link parley.client.terminal.TerminalClient} runs it over a
 * {@link parley.client.session.ChatSession}.
 *
 * <pre>
 *   ChatSession --SessionEvent--> EventText --lines--> Screen --> ChatReader --> terminal
 *                                 ChatState --------prompt, title---^   |
 *        <----------submit, type----------- TerminalClient <---lines----+
 * </pre>
 *
 * <p>{@link parley.client.terminal.ChatState} is what is known of the chat, {@link parley.client.terminal.EventText} and
 * {@link parley.client.terminal.Prompt} put it into words, {@link parley.client.terminal.Palette} decides on colours;
 * none of them knows a terminal. Three threads take part: the session's tells events and hands on what is to be shown,
 * the screen's shows it, and the one that called {@link parley.client.terminal.TerminalClient#run} reads keys.
 */
@NullMarked
package parley.client.terminal;

import org.jspecify.annotations.NullMarked;
