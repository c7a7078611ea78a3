/** TLS (RFC 8446) for a server's connections: who the server is, read from PEM files, and the handshake with a client. */
@NullMarked
package parley.server.tls;

import org.jspecify.annotations.NullMarked;
