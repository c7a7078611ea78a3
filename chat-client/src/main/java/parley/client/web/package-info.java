/** The client as a web page. */
@NullMarked
package parley.client.web;

import org.jspecify.annotations.NullMarked;
