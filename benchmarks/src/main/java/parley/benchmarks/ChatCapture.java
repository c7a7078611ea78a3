package parley.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A capture of a busy chat made up: connections of many clients to one server, lines of the lengths that people type,
 * and their acknowledgements; Ethernet, IPv4, TCP with timestamps. The same at each call.
 */
final class ChatCapture {
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;
    private static final int CLIENTS = 1_000;
    private static final int SERVER_PORT = 10_000;
    private static final int IP = 14;
    private static final int TCP = IP + 20;
    private static final int TCP_HEADER = 32;
    private static final int HEADERS = TCP + TCP_HEADER;
    private static final int LONGEST_LINE = 80;
    private static final int NANOS_BETWEEN = 250_000;
    private static final long BEGIN_SECONDS = 1_700_000_000L;

    private final CaptureReading.Format format;
    private final ByteBuffer frame = ByteBuffer.allocate(HEADERS + LONGEST_LINE);
    private final ByteBuffer record = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private final int[] sent = new int[2 * CLIENTS];
    private final Random random = new Random(1);

    private ChatCapture(CaptureReading.Format format) {
        this.format = format;
    }

    static void write(Path file, CaptureReading.Format format, int packets) throws IOException {
        ChatCapture capture = new ChatCapture(format);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            capture.writeFileHeader();
            capture.drainTo(out);
            for (int i = 0; i < packets; i++) {
                capture.nextFrame(i);
                capture.writeRecord((long) i * NANOS_BETWEEN);
                capture.drainTo(out);
            }
        }
    }

    private void drainTo(OutputStream out) throws IOException {
        out.write(record.array(), 0, record.position());
        record.clear();
    }

    /** A line, then an acknowledgement without a payload from the other side, and so on. */
    private void nextFrame(int index) {
        int client = index / 2 % CLIENTS;
        boolean isLine = index % 2 == 0;
        boolean fromServer = (index / 2 / CLIENTS % 2 == 0) != isLine;
        int from = 2 * client + (fromServer ? 1 : 0);
        int to = 2 * client + (fromServer ? 0 : 1);
        int payload = isLine ? 8 + random.nextInt(LONGEST_LINE - 8) : 0;
        frame.clear();
        frame.putShort((short) 0x0200).putInt(fromServer ? 1 : 2);
        frame.putShort((short) 0x0200).putInt(fromServer ? 2 : 1);
        frame.putShort((short) 0x0800);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (HEADERS - IP + payload));
        frame.putShort((short) index).putShort((short) 0x4000);
        frame.put((byte) 64).put((byte) 6).putShort((short) 0);
        int clientAddress = 0x0a00_0100 + client;
        frame.putInt(fromServer ? 0x0a00_0001 : clientAddress).putInt(fromServer ? clientAddress : 0x0a00_0001);
        int clientPort = 40_000 + client;
        frame.putShort((short) (fromServer ? SERVER_PORT : clientPort));
        frame.putShort((short) (fromServer ? clientPort : SERVER_PORT));
        frame.putInt(sent[from]).putInt(sent[to]);
        frame.put((byte) (TCP_HEADER / 4 << 4)).put((byte) (isLine ? 0x18 : 0x10));
        frame.putShort((short) 502).putShort((short) 0).putShort((short) 0);
        frame.put((byte) 1)
                .put((byte) 1)
                .put((byte) 8)
                .put((byte) 10)
                .putInt(index)
                .putInt(index - 1);
        for (int i = 1; i < payload; i++) {
            frame.put((byte) ('a' + i % 26));
        }
        if (payload > 0) {
            frame.put((byte) '\n');
        }
        sent[from] += payload;
    }

    private void writeFileHeader() {
        switch (format) {
            case PCAP ->
                record.putInt(0xa1b2_3c4d)
                        .putShort((short) 2)
                        .putShort((short) 4)
                        .putLong(0)
                        .putInt(SNAP_LENGTH)
                        .putInt(LINKTYPE_ETHERNET);
            case PCAPNG -> {
                record.putInt(0x0a0d_0d0a).putInt(28).putInt(0x1a2b_3c4d);
                record.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
                record.putInt(1).putInt(32).putShort((short) LINKTYPE_ETHERNET).putShort((short) 0);
                record.putInt(SNAP_LENGTH);
                record.putShort((short) 9).putShort((short) 1).putInt(9);
                record.putInt(0).putInt(32);
            }
        }
    }

    private void writeRecord(long nanosSinceBegin) {
        int length = frame.position();
        switch (format) {
            case PCAP -> {
                record.putInt((int) (BEGIN_SECONDS + nanosSinceBegin / 1_000_000_000));
                record.putInt((int) (nanosSinceBegin % 1_000_000_000));
                record.putInt(length).putInt(length);
                record.put(frame.array(), 0, length);
            }
            case PCAPNG -> {
                int padded = (length + 3) / 4 * 4;
                int block = 32 + padded;
                long nanos = BEGIN_SECONDS * 1_000_000_000 + nanosSinceBegin;
                record.putInt(6).putInt(block).putInt(0);
                record.putInt((int) (nanos >>> 32)).putInt((int) nanos);
                record.putInt(length).putInt(length);
                record.put(frame.array(), 0, length);
                for (int i = length; i < padded; i++) {
                    record.put((byte) 0);
                }
                record.putInt(block);
            }
        }
    }
}
