/**
 * libpcap and POSIX, bound through jnr-ffi and jnr-posix: opening an interface, its packet loop, and what the user who
 * runs this may do, and ceases to do. The one room that calls native code by itself; it knows nothing of captures, files or protocols.
 *
 * <p>Nothing native is loaded before a class here is asked to capture: everything else of Parley runs without libpcap
 * and with {@code --illegal-native-access=deny}.
 *
 * <p>A {@link parley.analyzer.os.LiveCapture} is used by one thread at a time, a platform thread: a native call pins a
 * virtual one to its carrier.
 */
@NullMarked
package parley.analyzer.os;

import org.jspecify.annotations.NullMarked;
