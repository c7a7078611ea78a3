/** The client's commands. Each reads its options and hands over; what it does is in {@link parley.client}. */
@NullMarked
package parley.client.command;

import org.jspecify.annotations.NullMarked;
