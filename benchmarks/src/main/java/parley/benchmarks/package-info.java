/**
 * Measurements with JMH: {@code java -jar benchmarks/target/benchmarks.jar} runs all of them, a name after it those that
 * match. A figure counts only beside another from the same machine and the same hour.
 */
@NullMarked
package parley.benchmarks;

import org.jspecify.annotations.NullMarked;
