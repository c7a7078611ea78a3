@NullMarked
package parley.analyzer.replay.packets;

import org.jspecify.annotations.NullMarked;
