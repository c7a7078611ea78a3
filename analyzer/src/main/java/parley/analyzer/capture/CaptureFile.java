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
import java.util.Optional;
import parley.analyzer.capture.archive.ArchiveFormat;
import parley.analyzer.capture.foreign.ForeignFile;
import parley.analyzer.capture.foreign.InputName;

/** Opens capture files of any format that is read: the content tells which, never the name. */
public final class CaptureFile {
    /** Most octets that a packet may have; Wireshark's WTAP_MAX_PACKET_SIZE_STANDARD. */
    static final int LARGEST_PACKET = 262_144;

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
            CaptureInput capture = inside(input, file.toString());
            if (capture.archive() != null && Files.isRegularFile(file)) {
                requireNoOther(file);
            }
            return reader(capture, file.toString());
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /** Looks through an archive before a packet of it is given: a pipe can be read but once. */
    private static void requireNoOther(Path file) throws IOException {
        try (CaptureInput again = new CaptureInput(channel(file), file.toString())) {
            ArchivedInput archive = inside(again, file.toString()).archive();
            if (archive != null) {
                archive.requireNoOther();
            }
        }
    }

    /** Opens a file, or standard input where it is {@code -}; as {@link #open(Path)}. */
    public static PacketSource openOrStandardInput(Path file) throws IOException {
        return file.toString().equals("-")
                ? open(
                        new CaptureInput(Channels.newChannel(System.in), InputName.STANDARD_INPUT),
                        InputName.STANDARD_INPUT)
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
        return reader(inside(input, name), name);
    }

    /** What is packed into an input: compressed, in an archive, or both; the input itself where nothing is. */
    private static CaptureInput inside(CaptureInput input, String name) throws IOException {
        CaptureInput unpacked = unpacked(input, name);
        if (!unpacked.require(Integer.BYTES) || isMagic(magic(unpacked))) {
            return unpacked;
        }
        unpacked.require(ArchiveFormat.HEAD);
        Optional<ArchiveFormat> archive = ArchiveFormat.of(unpacked.head(ArchiveFormat.HEAD));
        return archive.isEmpty() ? unpacked : new ArchivedInput(archive.get(), unpacked, name).capture();
    }

    private static CaptureInput unpacked(CaptureInput input, String name) throws IOException {
        Compression compression = input.require(Integer.BYTES) ? Compression.of(magic(input)) : null;
        return compression == null ? input : new CaptureInput(new UnpackedInput(compression, input, name), name);
    }

    private static PacketSource reader(CaptureInput input, String name) throws IOException {
        if (!input.require(Integer.BYTES)) {
            String damage = input.damage();
            throw new IOException(name
                    + (damage != null
                            ? ": " + damage
                            : (input.available() == 0 ? " is empty" : " is too short to be a capture")
                                    + ": expected a pcap or pcapng file"));
        }
        int magic = magic(input);
        byte[] head = input.head(ForeignFile.HEAD);
        if (isMagic(magic)) {
            Optional<String> changed = ForeignFile.refusalOfChanged(head, name);
            if (changed.isPresent()) {
                throw new IOException(changed.get());
            }
            return PcapReader.recognises(magic) ? new PcapReader(input, name) : new PcapngReader(input, name);
        }
        if (Compression.of(magic) != null) {
            throw new IOException(name + " is compressed twice: unpack it once");
        }
        throw new IOException(ForeignFile.refusal(head, name)
                .orElseGet(() -> String.format(
                        "%s is no capture: it begins with the bytes %08x, expected a pcap or pcapng file",
                        name, magic)));
    }

    /** The first four octets, which are there, as a big-endian number. */
    static int magic(CaptureInput input) {
        return FileOrder.BIG_ENDIAN.u32(input.buffer(), input.position());
    }

    /** Whether a capture begins so. */
    static boolean isMagic(int magicBigEndian) {
        return PcapReader.recognises(magicBigEndian) || magicBigEndian == PcapngFormat.SECTION_HEADER;
    }

    /** A snapshot length as a file has it, an unsigned number, as {@link CaptureInterface} has it. */
    static int snapLength(int unsigned) {
        return Math.max(0, unsigned);
    }
}
