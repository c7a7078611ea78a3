@NullMarked
package parley.samples.irc;

import org.jspecify.annotations.NullMarked;
