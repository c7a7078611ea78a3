/** What TCP did: how connections opened, carried data, recovered from loss and closed. One class a subject. */
@NullMarked
package parley.analyzer.findings.transport;

import org.jspecify.annotations.NullMarked;
