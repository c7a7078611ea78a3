package parley.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Locale;

/**
 * Sends datagrams of {@value #OCTETS} octets over loopback, numbered from 0 in their first four octets, at a rate: a load
 * that a capture can be checked against. Prints how many were sent and how many a second that came to.
 *
 * <p>Datagrams and not TCP, which would hold its sender back where the machine is busy, and merge what it sends.
 */
final class SendSegments {
    private static final int OCTETS = 40;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The clock is looked at once in as many, so that looking is no part of the rate. */
    private static final int BATCH = 16;

    private SendSegments() {}

    /** @param args the port, the rate a second (0: as fast as one core goes), the seconds */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        long rate = Long.parseLong(args[1]);
        long lastNanos = Long.parseLong(args[2]) * NANOS_PER_SECOND;
        ByteBuffer datagram = ByteBuffer.allocateDirect(OCTETS);
        try (DatagramChannel channel = DatagramChannel.open();
                DatagramChannel sink = DatagramChannel.open()) {
            // Bound and never read: what does not fit is dropped there, and no error comes back.
            sink.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.connect(sink.getLocalAddress());
            int sent = 0;
            long start = System.nanoTime();
            long now = start;
            while (now - start < lastNanos) {
                long due = rate == 0 ? sent + BATCH : Math.floorDiv((now - start) * rate, NANOS_PER_SECOND);
                while (sent < due) {
                    datagram.clear().putInt(0, sent++);
                    channel.write(datagram);
                }
                now = System.nanoTime();
            }
            System.out.printf(
                    Locale.ROOT, "%d %d%n", sent, Math.round((double) sent * NANOS_PER_SECOND / (now - start)));
        }
    }
}
