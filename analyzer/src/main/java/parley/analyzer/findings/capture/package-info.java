/** How good the capture is: what it lost, what it cut, what could not be read of it. */
@NullMarked
package parley.analyzer.findings.capture;

import org.jspecify.annotations.NullMarked;
