/** Plays one side of a recording against a live other side, and tells what has become of that. */
@NullMarked
package parley.analyzer.replay.play;

import org.jspecify.annotations.NullMarked;
