/**
 * How a server is watched: it tells a {@link parley.server.watch.ServerWatch} what happens, which {@link
 * parley.server.watch.EventLog} writes down and {@link parley.server.watch.Metrics} counts; {@link
 * parley.server.watch.MetricsEndpoint} lets Prometheus read the counts.
 *
 * <p>A watch is called by all threads of the server at once, some of which hold a lock: it never waits. The log is
 * written by a thread of its own, and loses lines, which it counts, where its output takes too few.
 */
@NullMarked
package parley.server.watch;

import org.jspecify.annotations.NullMarked;
