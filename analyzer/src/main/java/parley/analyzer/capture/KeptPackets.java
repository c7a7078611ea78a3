package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A small capture held in memory, to be read again and again. Comments are not kept. */
public final class KeptPackets {
    /** Numbers kept of a packet: its time, its place, its lengths, and its interface with its link type. */
    private static final int NUMBERS = 4;

    private static final long NO_TIME = Long.MIN_VALUE;

    private byte[] octets = new byte[1 << 16];
    private long[] numbers = new long[NUMBERS << 8];
    private int octetCount;
    private int packetCount;
    private List<CaptureInterface> interfaces = List.of();
    private Optional<CaptureFault> fault = Optional.empty();

    private KeptPackets() {}

    /**
     * Reads a source to its end.
     *
     * @param most octets that are kept, numbers not counted
     * @return empty where there are more; the source has then been read in part
     */
    public static Optional<KeptPackets> of(PacketSource source, int most) throws IOException {
        KeptPackets kept = new KeptPackets();
        Packet packet = new Packet();
        while (source.next(packet)) {
            if ((long) kept.octetCount + packet.capturedLength() > most || kept.packetCount > most / NUMBERS / 8) {
                return Optional.empty();
            }
            kept.add(packet);
        }
        kept.interfaces = List.copyOf(source.interfaces());
        kept.fault = source.fault();
        return Optional.of(kept);
    }

    private void add(Packet packet) {
        int length = packet.capturedLength();
        if (octetCount + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octetCount + length, octets.length * 2));
        }
        int at = packetCount * NUMBERS;
        if (at == numbers.length) {
            numbers = Arrays.copyOf(numbers, at * 2);
        }
        MemorySegment.copy(packet.data(), ValueLayout.JAVA_BYTE, packet.offset(), octets, octetCount, length);
        numbers[at] = packet.hasTimestamp() ? packet.timestampNanos() : NO_TIME;
        numbers[at + 1] = octetCount;
        numbers[at + 2] = pair(length, packet.originalLength());
        numbers[at + 3] = pair(packet.interfaceId(), packet.linkType());
        octetCount += length;
        packetCount++;
    }

    private static long pair(int first, int second) {
        return (long) first << 32 | second & 0xffff_ffffL;
    }

    /** How many there are. */
    public int count() {
        return packetCount;
    }

    /** All of them from the first on. */
    public PacketSource source() {
        return new Source();
    }

    /** Points at one after the other. */
    private final class Source implements PacketSource {
        private final MemorySegment data = MemorySegment.ofArray(octets);
        private int given;

        @Override
        public boolean next(Packet packet) {
            if (given >= packetCount) {
                return false;
            }
            int at = given++ * NUMBERS;
            long nanos = numbers[at];
            packet.set(
                    given,
                    nanos == NO_TIME ? 0 : nanos,
                    (int) (numbers[at + 3] >>> 32),
                    (int) numbers[at + 3],
                    data,
                    numbers[at + 1],
                    (int) (numbers[at + 2] >>> 32),
                    (int) numbers[at + 2]);
            if (nanos == NO_TIME) {
                packet.setWithoutTimestamp();
            }
            return true;
        }

        @Override
        public List<CaptureInterface> interfaces() {
            return interfaces;
        }

        @Override
        public Optional<CaptureFault> fault() {
            return fault;
        }

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public void stop() {
            given = packetCount;
        }

        @Override
        public void close() {
            // Memory needs no closing.
        }
    }
}
