package parley.analyzer.wire;

import java.nio.ByteBuffer;
import parley.analyzer.testing.Endpoints;

/** IPv6 routing headers in front of TCP. */
final class RoutingHeaders {
    private RoutingHeaders() {}

    static byte[] of(int type, int segmentsLeft, String... addresses) {
        ByteBuffer header = ByteBuffer.allocate(8 + 16 * addresses.length)
                .put((byte) 6)
                .put((byte) (2 * addresses.length))
                .put((byte) type)
                .put((byte) segmentsLeft)
                .putInt(0);
        for (String text : addresses) {
            IpAddress address = Endpoints.parse("[" + text + "]:1").address();
            header.putLong(address.high()).putLong(address.low());
        }
        return header.array();
    }
}
