/** Files that are handed over in place of a capture: what each is, and what makes a capture of it. */
@NullMarked
package parley.analyzer.capture.foreign;

import org.jspecify.annotations.NullMarked;
