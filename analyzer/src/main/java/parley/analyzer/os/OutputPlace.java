package parley.analyzer.os;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is to be written, looked at name by name. Whoever may write to a directory decides what a name in it leads
 * to: a symbolic link or a hard link there could have Parley, which may be root, overwrite a file that its maker may not
 * write. So links are followed only in directories that nobody else may write to.
 *
 * @param file absolute and without links; as it was named if it is open already, as /dev/stdout is
 * @param anchor the last directory on the way that others can put nothing in the place of
 * @param shared whether others may put a link in the place of the file, or of a directory on the way to it
 * @param existing what is there; null if nothing is, or if it is not looked at
 */
record OutputPlace(
        Path file, Path anchor, boolean shared, @Nullable Owner existing) {
    private static final int MOST_LINKS = 40;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_GROUP = 020;
    private static final int WRITABLE_BY_ALL = 02;
    private static final int ROOT = 0;
    private static final Path PROC = Path.of("/proc");

    /** Whose a file is, and what kind of file. */
    record Owner(boolean trusted, PosixFileAttributes attributes) {}

    /**
     * Looks a place up.
     *
     * @throws FileSystemException if a symbolic link leads there that is not to be followed
     */
    static OutputPlace of(Path named) throws IOException {
        Path absolute = named.toAbsolutePath();
        Path root = Objects.requireNonNull(absolute.getRoot());
        if (!root.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return new OutputPlace(absolute, root, false, null);
        }
        Deque<Path> names = new ArrayDeque<>();
        absolute.forEach(names::add);
        Path at = root;
        Path anchor = root;
        boolean exposed = false;
        Owner entry = null;
        int links = 0;
        while (!names.isEmpty()) {
            Path name = names.removeFirst();
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            if (name.toString().equals(".")) {
                continue;
            }
            boolean open = exposed || othersMayWrite(at);
            Path next = at.resolve(name);
            entry = owner(next);
            if (entry == null) {
                return new OutputPlace(rest(next, names), exposed ? anchor : at, open, null);
            }
            if (entry.attributes().isSymbolicLink()) {
                if (open) {
                    throw new FileSystemException(
                            next.toString(),
                            null,
                            "a symbolic link where others may write is not followed: name what it leads to");
                }
                if (at.startsWith(PROC) && at.endsWith("fd")) {
                    return new OutputPlace(absolute, at, false, null);
                }
                if (++links > MOST_LINKS) {
                    throw new FileSystemLoopException(named.toString());
                }
                Path target = Files.readSymbolicLink(next);
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    names.addFirst(target.getName(i));
                }
                at = target.isAbsolute() ? root : at;
                continue;
            }
            if (names.isEmpty()) {
                return new OutputPlace(next, exposed ? anchor : at, open, entry);
            }
            if (!exposed) {
                anchor = at;
                exposed = open && !(isSticky(at) && entry.trusted());
            }
            at = next;
        }
        return new OutputPlace(at, exposed ? anchor : at, false, entry);
    }

    private static Path rest(Path missing, Deque<Path> names) {
        Path all = missing;
        for (Path name : names) {
            all = all.resolve(name);
        }
        return all;
    }

    private static @Nullable Owner owner(Path file) throws IOException {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Owner(isTrusted(number(file, "unix:uid")), attributes);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    private static int number(Path file, String attribute) throws IOException {
        return (Integer) Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isSticky(Path directory) throws IOException {
        return (number(directory, "unix:mode") & STICKY) != 0;
    }

    /** Whether anybody but root, the user of this process and who called sudo may make and remove files there. */
    private static boolean othersMayWrite(Path directory) throws IOException {
        int mode = number(directory, "unix:mode");
        if (!isTrusted(number(directory, "unix:uid")) || (mode & WRITABLE_BY_ALL) != 0) {
            return true;
        }
        if ((mode & WRITABLE_BY_GROUP) == 0) {
            return false;
        }
        // A group that is called as a user is, on most systems, that user's alone.
        PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
        return !attributes.group().getName().equals(attributes.owner().getName());
    }

    private static boolean isTrusted(int uid) {
        if (uid == ROOT) {
            return true;
        }
        int own = (int) new UnixSystem().getUid();
        return uid == own || own == ROOT && Integer.toUnsignedString(uid).equals(System.getenv("SUDO_UID"));
    }

    /**
     * The directory, opened without following a link below the anchor, for files that stay in it whatever becomes of its
     * name; null where the system has no such thing, or the directory cannot be read.
     */
    @Nullable
    SecureDirectoryStream<Path> openDirectory() throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(anchor);
        if (!(opened instanceof SecureDirectoryStream<Path> at)) {
            opened.close();
            return null;
        }
        for (Path name : anchor.relativize(Objects.requireNonNull(file.getParent()))) {
            if (name.toString().isEmpty()) {
                break;
            }
            try (SecureDirectoryStream<Path> above = at) {
                at = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }
}
