/**
 * Puts the packets of a capture onto an interface: when each is due ({@link parley.analyzer.replay.packets.Schedule}), what
 * it becomes on that interface, and how it went.
 */
@NullMarked
package parley.analyzer.replay.packets;

import org.jspecify.annotations.NullMarked;
