/** Plays the clients of a recording against a live server, and tells what has become of that. */
@NullMarked
package parley.analyzer.replay.client;

import org.jspecify.annotations.NullMarked;
