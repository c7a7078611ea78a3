package parley.benchmarks;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/**
 * Counts the numbers that {@link SendSegments} has sent in a capture of them. Prints how many are there, how many come
 * twice or not after those before, and how many the capture says were dropped.
 */
final class CheckSegments {
    private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** Ethernet, IPv4, UDP. */
    private static final int HEADERS = 14 + 20 + 8;

    private CheckSegments() {}

    /** @param args the captures, which are one after the other */
    public static void main(String[] args) throws IOException {
        long there = 0;
        long outOfOrder = 0;
        long dropped = 0;
        int last = -1;
        for (Path file : Arrays.stream(args).map(Path::of).toList()) {
            try (PacketSource source = CaptureFile.open(file)) {
                Packet packet = new Packet();
                while (source.next(packet)) {
                    int number = packet.data().get(NUMBER, packet.offset() + HEADERS);
                    if (number > last) {
                        there++;
                        last = number;
                    } else {
                        outOfOrder++;
                    }
                }
                dropped = source.dropped();
            }
        }
        System.out.println(there + " " + outOfOrder + " " + dropped);
    }
}
