/** Conversations written down, a folder each in {@code src/test/resources/scenarios}, with what must come out. */
@NullMarked
package parley.analyzer.scenario;

import org.jspecify.annotations.NullMarked;
