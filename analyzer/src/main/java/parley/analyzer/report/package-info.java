/**
 * What is written of an analysis: CSV files, the written analysis as Markdown, the summary on the terminal. Sinks
 * receive and decide nothing. Text from the wire is never passed on as anything but text: each sink has its own defence
 * (formulas in spreadsheets, markup, escape sequences in terminals).
 */
@NullMarked
package parley.analyzer.report;

import org.jspecify.annotations.NullMarked;
