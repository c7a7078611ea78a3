/** Sinks that write what the analysis found. They receive; they decide nothing. */
@NullMarked
package parley.analyzer.report;

import org.jspecify.annotations.NullMarked;
