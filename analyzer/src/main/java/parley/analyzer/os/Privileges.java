package parley.analyzer.os;

import java.io.IOException;
import java.util.Optional;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.jspecify.annotations.Nullable;

/** What the user who runs this process is allowed, and how root ceases to be root. */
public final class Privileges {
    private static volatile @Nullable SystemUser become;

    private Privileges() {}

    /** What jnr-posix lacks of the C library; public for jnr-ffi, which implements it. */
    public interface GroupFunctions {
        int setgroups(long count, int @Nullable [] groups);

        int initgroups(String login, int gid);
    }

    /** Whether the effective user is the superuser; always false on Windows, which has none. */
    public static boolean isRoot() {
        return !Npcap.isThisSystems() && POSIXFactory.getNativePOSIX().geteuid() == 0;
    }

    /** Whom this process became when it gave up root; empty if it did not. Calls nothing native. */
    public static Optional<SystemUser> become() {
        return Optional.ofNullable(become);
    }

    /**
     * Gives up root for good, in every thread: the process is another user's from here on, with that user's group and
     * supplementary groups (none for a user without a name), and what it opened before stays open. Whatever needs root
     * comes before, files of the user come after. For a process of root, not on Windows.
     *
     * @param undone what was to come behind it and has not been done, for the message: {@code nothing was captured}
     * @throws IOException if it could not be done, or could be undone; the message is one line. Some of the privileges
     *     may then be gone: the process is to end
     */
    public static void dropTo(SystemUser user, String undone) throws IOException {
        if (user.isRoot()) {
            throw new IllegalArgumentException("root is not given up by becoming root");
        }
        POSIX posix = POSIXFactory.getNativePOSIX();
        // The groups first: without root nobody may change them. The user last: it is what may change the others.
        GroupFunctions groups = LibraryLoader.create(GroupFunctions.class).load("c");
        String login = user.login();
        require(login == null ? groups.setgroups(0, null) : groups.initgroups(login, user.gid()), user, posix);
        require(posix.setgid(user.gid()), user, posix);
        require(posix.setuid(user.uid()), user, posix);
        if (isUndoable(posix, user) || !ThreadCredentials.areAllOf(user)) {
            throw new IOException(
                    "root could not be given up for good to become " + user + ": " + undone + "; --no-drop stays root");
        }
        become = user;
    }

    private static void require(int status, SystemUser user, POSIX posix) throws IOException {
        if (status != 0) {
            String reason = Errno.valueOf(posix.errno()).description();
            throw new IOException("cannot become " + user + " (" + reason
                    + "): is this root without CAP_SETUID and CAP_SETGID? --no-drop stays root");
        }
    }

    /** Tries to be root again, in every way there is. */
    private static boolean isUndoable(POSIX posix, SystemUser user) {
        return posix.setuid(0) == 0
                || posix.seteuid(0) == 0
                || user.gid() != 0 && (posix.setgid(0) == 0 || posix.setegid(0) == 0)
                || posix.getuid() != user.uid()
                || posix.geteuid() != user.uid()
                || posix.getgid() != user.gid()
                || posix.getegid() != user.gid();
    }
}
