/**
 * One page of wiring: source, decoder, connections, application decoders, findings, sinks. Nothing is decided here but
 * the order.
 */
@NullMarked
package parley.analyzer.pipeline;

import org.jspecify.annotations.NullMarked;
