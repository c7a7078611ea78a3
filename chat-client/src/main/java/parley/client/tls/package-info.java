/** TLS (RFC 8446) to a chat server, whose certificate is checked. */
@NullMarked
package parley.client.tls;

import org.jspecify.annotations.NullMarked;
