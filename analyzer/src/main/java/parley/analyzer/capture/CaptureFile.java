package parley.analyzer.capture;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens capture files of any format that is read: the content tells which, never the name. */
public final class CaptureFile {
    /** Most octets that a packet may have; Wireshark's WTAP_MAX_PACKET_SIZE_STANDARD. */
    static final int LARGEST_PACKET = 262_144;

    /** The first octets of what people hand over in place of a capture, as a big-endian number. */
    private static final int XZ = 0xfd377a58;

    private static final int BZIP2 = 0x425a68;

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
        CaptureInput input = new CaptureInput(channel(file), file.toString());
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
                ? open(new CaptureInput(Channels.newChannel(System.in), "standard input"), "standard input")
                : open(file);
    }

    private static FileChannel channel(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(file + ": no permission to read it", denied);
        } catch (FileSystemException e) {
            String reason = e.getReason();
            throw new IOException(file + " cannot be opened" + (reason == null ? "" : ": " + reason), e);
        }
    }

    static PacketSource open(CaptureInput input, String name) throws IOException {
        Compression compression = input.require(Integer.BYTES) ? Compression.of(magic(input)) : null;
        return compression == null
                ? openUnpacked(input, name)
                : openUnpacked(new CaptureInput(new UnpackedInput(compression, input, name), name), name);
    }

    private static PacketSource openUnpacked(CaptureInput input, String name) throws IOException {
        if (!input.require(Integer.BYTES)) {
            String damage = input.damage();
            throw new IOException(name
                    + (damage != null
                            ? ": " + damage
                            : (input.available() == 0 ? " is empty" : " is too short to be a capture")
                                    + ": expected a pcap or pcapng file"));
        }
        int magic = magic(input);
        if (PcapReader.recognises(magic)) {
            return new PcapReader(input, name);
        }
        if (magic == PcapngFormat.SECTION_HEADER) {
            return new PcapngReader(input, name);
        }
        throw new IOException(name + notRead(magic));
    }

    private static int magic(CaptureInput input) {
        return FileOrder.BIG_ENDIAN.u32(input.buffer(), input.position());
    }

    /** What a file is that is not read, and what to do. */
    private static String notRead(int magic) {
        if (magic >>> 8 == BZIP2) {
            return " is compressed with bzip2, which is not read: unpack it first, with bunzip2";
        }
        if (magic == XZ) {
            return " is compressed with xz, which is not read: unpack it first, with unxz";
        }
        if (Compression.of(magic) != null) {
            return " is compressed twice: unpack it once";
        }
        return String.format(" is no capture: it begins with the bytes %08x, expected a pcap or pcapng file", magic);
    }

    /** A snapshot length as a file has it, an unsigned number, as {@link CaptureInterface} has it. */
    static int snapLength(int unsigned) {
        return Math.max(0, unsigned);
    }
}
