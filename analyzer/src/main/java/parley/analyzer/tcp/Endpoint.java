package parley.analyzer.tcp;

import parley.analyzer.wire.IpAddress;

/** An address and a port. */
public record Endpoint(IpAddress address, int port) {
    /** {@code 127.0.0.1:10000}, or {@code [::1]:10000}. */
    @Override
    public String toString() {
        return address.version() == 4 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
