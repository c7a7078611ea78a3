/**
 * Where packets come from: a capture file or an interface. Live and offline differ here and nowhere else: every later
 * room sees a {@link parley.analyzer.capture.PacketSource}, whose packets are views over memory that stay valid until
 * the next one is asked for.
 *
 * <p>A file is read through one reused buffer, so that memory does not follow its size. A file that breaks off gives
 * every packet before the break, then a {@link parley.analyzer.capture.CaptureFault}.
 *
 * <p>A source is used by one thread; {@link parley.analyzer.capture.PacketSource#stop} alone may come from another.
 */
@NullMarked
package parley.analyzer.capture;

import org.jspecify.annotations.NullMarked;
