/** A captured conversation as what its connections said, in the order in which they did. */
@NullMarked
package parley.analyzer.replay.recording;

import org.jspecify.annotations.NullMarked;
