/**
 * Captures for tests, built in memory with no privilege: {@link parley.analyzer.testing.TcpScript} writes conversations
 * down, {@link parley.analyzer.testing.TcpFrame} crafts single packets, {@link parley.analyzer.testing.PcapBytes} and
 * {@link parley.analyzer.testing.PcapngBytes} craft files, right and wrong ones.
 */
@NullMarked
package parley.analyzer.testing;

import org.jspecify.annotations.NullMarked;
