@NullMarked
package parley.client;

import org.jspecify.annotations.NullMarked;
