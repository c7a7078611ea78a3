/** Whether one conversation says what another one said, and what may differ. Nothing here knows of a network. */
@NullMarked
package parley.analyzer.replay.comparison;

import org.jspecify.annotations.NullMarked;
