/**
 * Replay from a test: a captured conversation played against the server under test.
 *
 * <pre>
 *   Recording -> ClientReplay -> Outcome       in any test
 *   {@literal @}Replay, with a Recording             in one of JUnit 5
 *   {@literal @}Capture, with a Wire                 what a test did on the wire, where it fails
 * </pre>
 */
@NullMarked
package parley.replay;

import org.jspecify.annotations.NullMarked;
