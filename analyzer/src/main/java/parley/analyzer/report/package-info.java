/**
 * What is written of an analysis: tables as CSV and NDJSON, the written analysis as Markdown and as a page, the summary on
 * the terminal. Sinks receive and decide nothing. Text from the wire is never passed on as anything but text: each sink
 * has its own defence (formulas in spreadsheets, markup, escape sequences in terminals).
 */
@NullMarked
package parley.analyzer.report;

import org.jspecify.annotations.NullMarked;
