/** What IP did: versions, addresses, lifetimes, fragments. ICMP is left out, for it quotes other packets' headers. */
@NullMarked
package parley.analyzer.findings.network;

import org.jspecify.annotations.NullMarked;
