@NullMarked
package parley.analyzer;

import org.jspecify.annotations.NullMarked;
