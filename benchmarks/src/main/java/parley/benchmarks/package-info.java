@NullMarked
package parley.benchmarks;

import org.jspecify.annotations.NullMarked;
