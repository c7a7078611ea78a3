/** The page in a browser, on a server and a web server of the test's own. */
@NullMarked
package parley.cli.web;

import org.jspecify.annotations.NullMarked;
