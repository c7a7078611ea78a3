package parley.analyzer.capture.archive;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The archives in which a capture is read. */
public enum ArchiveFormat {
    ZIP("ZIP", "unzip", "7z x") {
        @Override
        boolean recognises(byte[] head) {
            int magic = head.length < Integer.BYTES ? 0 : ByteBuffer.wrap(head).getInt();
            return magic == ZIP_ENTRY || magic == ZIP_END || magic == ZIP_PART || magic == ZIP_ONLY_PART;
        }

        @Override
        public Entries open(InputStream in) {
            return new ZipEntries(in);
        }
    },
    TAR("tar", "tar xf", "tar xf") {
        @Override
        boolean recognises(byte[] head) {
            return TarEntries.isHeader(head);
        }

        @Override
        public Entries open(InputStream in) {
            return new TarEntries(in);
        }
    };

    /** First octets of a file that recognition asks for, where there are as many. */
    public static final int HEAD = TarEntries.RECORD;

    private static final int ZIP_ENTRY = 0x504b0304;
    private static final int ZIP_END = 0x504b0506;
    private static final int ZIP_PART = 0x504b0708;
    private static final int ZIP_ONLY_PART = 0x504b3030;

    private final String displayName;
    private final String command;
    private final String commandForAll;

    ArchiveFormat(String displayName, String command, String commandForAll) {
        this.displayName = displayName;
        this.command = command;
        this.commandForAll = commandForAll;
    }

    /** The archive that begins with these octets. */
    public static Optional<ArchiveFormat> of(byte[] head) {
        for (ArchiveFormat format : values()) {
            if (format.recognises(head)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    abstract boolean recognises(byte[] head);

    /** Its entries, read from a stream; nothing is read before the first is asked for. */
    public abstract Entries open(InputStream in);

    public String displayName() {
        return displayName;
    }

    /** What unpacks it in a shell, to be followed by the file's name. */
    public String command() {
        return command;
    }

    /** What unpacks also {@linkplain Entry#unreadable what is not read here}; less at hand than {@link #command}. */
    public String commandForAll() {
        return commandForAll;
    }
}
