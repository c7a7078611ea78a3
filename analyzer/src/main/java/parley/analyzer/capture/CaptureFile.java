package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens capture files of any format that is read: the content tells which, never the name. */
public final class CaptureFile {
    /** Most octets that a packet may have; Wireshark's WTAP_MAX_PACKET_SIZE_STANDARD. */
    static final int LARGEST_PACKET = 262_144;

    private static final ValueLayout.OfInt MAGIC = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private CaptureFile() {}

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be opened, or is no capture; the message is a whole sentence for the user
     */
    public static PacketSource open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory: name a capture file in it");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": no such file", missing);
        }
        CaptureInput input = new CaptureInput(channel);
        try {
            return open(input, file.toString());
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /** Opens a file, or standard input where it is {@code -}; as {@link #open(Path)}. */
    public static PacketSource openOrStandardInput(Path file) throws IOException {
        return file.toString().equals("-")
                ? open(new CaptureInput(Channels.newChannel(System.in)), "standard input")
                : open(file);
    }

    private static PacketSource open(CaptureInput input, String name) throws IOException {
        if (!input.require(4)) {
            throw new IOException(name + (input.available() == 0 ? " is empty" : " is no capture")
                    + ": expected a pcap or pcapng file");
        }
        int magic = input.buffer().get(MAGIC, input.position());
        if (PcapReader.recognises(magic)) {
            return new PcapReader(input, name);
        }
        if (magic == PcapngFormat.SECTION_HEADER) {
            return new PcapngReader(input, name);
        }
        throw new IOException(
                String.format("%s is no capture: it begins with %08x, expected a pcap or pcapng file", name, magic));
    }
}
