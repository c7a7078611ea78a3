package parley.analyzer.os;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * How every file is written that Parley writes. It holds captured traffic: a new one can be read by its owner alone (0600,
 * less what the umask takes), as dumpcap's can. One that is there is truncated and keeps its permissions, but where others
 * may write to the directory a new file takes its place, and a symbolic link is refused ({@link OutputPlace}). Pipes and
 * devices are written to as they are. Calls nothing native.
 */
public final class OutputFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] FOR_ITS_OWNER = permissions("rw-------");
    private static final FileAttribute<?>[] DIRECTORY_FOR_ITS_OWNER = permissions("rwx------");

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private OutputFile() {}

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Opens a file to write, empty.
     *
     * @throws FileSystemException if it cannot be, with the reason as {@link FileSystemException#getReason}
     */
    public static SeekableByteChannel create(Path file) throws IOException {
        OutputPlace place = OutputPlace.of(file);
        OutputPlace.Owner existing = place.existing();
        if (!place.shared()) {
            return Files.newByteChannel(
                    place.file(),
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                    FOR_ITS_OWNER);
        }
        if (existing == null || existing.attributes().isRegularFile()) {
            return replace(place);
        }
        if (existing.attributes().isOther() && !existing.trusted()) {
            throw new FileSystemException(file.toString(), null, "it is another user's pipe or device");
        }
        return Files.newByteChannel(place.file(), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** {@link #create} as a stream. */
    public static OutputStream stream(Path file) throws IOException {
        return Channels.newOutputStream(create(file));
    }

    /** {@link #create} for text in UTF-8. */
    public static Writer writer(Path file) throws IOException {
        return Channels.newWriter(create(file), StandardCharsets.UTF_8);
    }

    private static SeekableByteChannel replace(OutputPlace place) throws IOException {
        Path name = Objects.requireNonNull(place.file().getFileName());
        try (SecureDirectoryStream<Path> directory = place.openDirectory()) {
            if (directory != null) {
                try {
                    directory.deleteFile(name);
                } catch (NoSuchFileException none) {
                    // As it should be.
                }
                return directory.newByteChannel(name, NEW, FOR_ITS_OWNER);
            }
        } catch (AccessDeniedException unreadable) {
            // Files may be made in a directory that may not be read.
        }
        Files.deleteIfExists(place.file());
        return Files.newByteChannel(place.file(), NEW, FOR_ITS_OWNER);
    }

    /**
     * Opens a file that {@link #finish} gives its name once it is whole; until then an older one stays. It is called
     * {@code NAME.part}.
     *
     * @throws FileSystemException if it cannot be, with the reason as {@link FileSystemException#getReason}
     */
    public static OutputStream begin(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "Is a directory");
        }
        return Channels.newOutputStream(replace(OutputPlace.of(part(file))));
    }

    /** Puts the file in the place of an older one, and of a link, not of what that leads to. */
    public static void finish(Path file) throws IOException {
        Files.move(part(file), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what was begun. */
    public static void discard(Path file) throws IOException {
        Files.deleteIfExists(part(file));
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Opens a file that nobody else can open, to read and write; it is gone when it is closed. */
    public static FileChannel temporary() throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "parley-queue" + UUID.randomUUID());
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.DELETE_ON_CLOSE),
                FOR_ITS_OWNER);
    }

    /** Makes a directory for files, which only its owner can look into. */
    static void makeDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, DIRECTORY_FOR_ITS_OWNER);
    }
}
