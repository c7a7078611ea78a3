package parley.benchmarks;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes Ethernet frames to a capture file, little-endian and with nanoseconds, from some day in 2023 on. */
final class CaptureWriter implements ChatTraffic.FrameSink, Closeable {
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;
    private static final int LARGEST_HEADER = 60;
    private static final long BEGIN_SECONDS = 1_700_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final OutputStream out;
    private final CaptureReading.Format format;
    private final ByteBuffer header = ByteBuffer.allocate(LARGEST_HEADER).order(ByteOrder.LITTLE_ENDIAN);

    CaptureWriter(Path file, CaptureReading.Format format) throws IOException {
        this.format = format;
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        switch (format) {
            case PCAP ->
                header.putInt(0xa1b2_3c4d)
                        .putShort((short) 2)
                        .putShort((short) 4)
                        .putLong(0)
                        .putInt(SNAP_LENGTH)
                        .putInt(LINKTYPE_ETHERNET);
            case PCAPNG -> {
                header.putInt(0x0a0d_0d0a).putInt(28).putInt(0x1a2b_3c4d);
                header.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
                header.putInt(1).putInt(32).putShort((short) LINKTYPE_ETHERNET).putShort((short) 0);
                header.putInt(SNAP_LENGTH);
                header.putShort((short) 9).putShort((short) 1).putInt(9);
                header.putInt(0).putInt(32);
            }
        }
        writeHeader();
    }

    private void writeHeader() throws IOException {
        out.write(header.array(), 0, header.position());
        header.clear();
    }

    @Override
    public void frame(long nanos, byte[] octets) throws IOException {
        int length = octets.length;
        switch (format) {
            case PCAP -> {
                header.putInt((int) (BEGIN_SECONDS + nanos / SECOND)).putInt((int) (nanos % SECOND));
                header.putInt(length).putInt(length);
                writeHeader();
                out.write(octets);
            }
            case PCAPNG -> {
                int padding = -length & 3;
                int block = 32 + length + padding;
                long time = BEGIN_SECONDS * SECOND + nanos;
                header.putInt(6).putInt(block).putInt(0);
                header.putInt((int) (time >>> 32)).putInt((int) time);
                header.putInt(length).putInt(length);
                writeHeader();
                out.write(octets);
                header.position(padding).putInt(block);
                writeHeader();
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
