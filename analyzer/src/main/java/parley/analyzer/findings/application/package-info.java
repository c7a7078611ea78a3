/** What the messages say: who talked to whom, by which rules of the chat. One class a subject. */
@NullMarked
package parley.analyzer.findings.application;

import org.jspecify.annotations.NullMarked;
