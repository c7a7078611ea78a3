/**
 * The analysis as one page: {@link parley.analyzer.report.html.HtmlReport} gathers, {@link
 * parley.analyzer.report.html.PageWriter} puts style, data and script into one file that needs nothing else. What
 * is gathered is bounded, and each {@link parley.analyzer.report.html.Part} writes how much there was.
 *
 * <p>Text from the wire goes into the data alone, where it cannot end the element that holds it; the script makes text
 * nodes of it. The page's policy allows its own style and script by their hashes and nothing else.
 *
 * <pre>
 *   Part, Part, Part -> JSON -> DataBlock -+
 *   page.html, *.css, *.js ----------------+-> PageWriter -> report.html
 * </pre>
 */
@NullMarked
package parley.analyzer.report.html;

import org.jspecify.annotations.NullMarked;
