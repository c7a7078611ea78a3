/** Two captures compared as conversations: what was said, how fast it was answered, and how TCP carried it. */
@NullMarked
package parley.analyzer.replay.diff;

import org.jspecify.annotations.NullMarked;
