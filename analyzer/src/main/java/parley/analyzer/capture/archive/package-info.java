/** Archives as they come: one entry after another, from a stream, of which no more is kept than one header. */
@NullMarked
package parley.analyzer.capture.archive;

import org.jspecify.annotations.NullMarked;
