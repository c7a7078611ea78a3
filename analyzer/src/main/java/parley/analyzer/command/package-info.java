/** The analyzer's commands, one class each and thin; the module cli gathers them. */
@NullMarked
package parley.analyzer.command;

import org.jspecify.annotations.NullMarked;
