/**
 * The written analysis as Markdown (CommonMark with GitHub's tables). {@link
 * parley.analyzer.report.markdown.MarkdownReport} sets the findings as prose, section by section; tables and the
 * transcript are {@link parley.analyzer.report.markdown.Section}s that listen for themselves. Text from the wire goes
 * through {@link parley.analyzer.report.markdown.MarkdownText}, so that it is never markup.
 */
@NullMarked
package parley.analyzer.report.markdown;

import org.jspecify.annotations.NullMarked;
