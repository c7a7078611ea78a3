package parley.analyzer.os;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import org.jspecify.annotations.Nullable;

/**
 * A user of this system, as root can become one. Not for Windows.
 *
 * @param login the name; null for a number that the system has no name for
 * @param uid the number of the user, as 32 bits without a sign
 * @param gid the number of the group, as 32 bits without a sign
 * @param home the directory of the user; null where there is no name
 */
public record SystemUser(
        @Nullable String login, int uid, int gid, @Nullable String home) {
    /** (uid_t) -1, which means none. */
    private static final int NOBODY_AT_ALL = -1;

    /** The user of that name; empty if the system knows none. */
    public static Optional<SystemUser> named(String login) {
        return Optional.ofNullable(POSIXFactory.getNativePOSIX().getpwnam(login))
                .map(SystemUser::of);
    }

    /**
     * Who called sudo, by the variables that it sets; empty where there are none.
     *
     * @throws IOException if they say nothing sensible; the message is one line
     */
    public static Optional<SystemUser> whoCalledSudo(Map<String, String> environment) throws IOException {
        String uid = environment.get("SUDO_UID");
        if (uid == null) {
            return Optional.empty();
        }
        int user = number("SUDO_UID", uid);
        Passwd entry = POSIXFactory.getNativePOSIX().getpwuid(user);
        String gid = environment.get("SUDO_GID");
        if (gid == null && entry == null) {
            throw new IOException("SUDO_UID is set and SUDO_GID is not: name the user to become with -Z");
        }
        int group = gid == null ? (int) entry.getGID() : number("SUDO_GID", gid);
        return Optional.of(
                entry == null
                        ? new SystemUser(null, user, group, null)
                        : new SystemUser(entry.getLoginName(), user, group, entry.getHome()));
    }

    private static SystemUser of(Passwd entry) {
        return new SystemUser(entry.getLoginName(), (int) entry.getUID(), (int) entry.getGID(), entry.getHome());
    }

    private static int number(String variable, String value) throws IOException {
        try {
            int number = Integer.parseUnsignedInt(value);
            if (number != NOBODY_AT_ALL) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new IOException(variable + " is \"" + value + "\", which is no user's or group's number: name the user"
                + " to become with -Z");
    }

    /** Whether this is the superuser, by whatever name. */
    public boolean isRoot() {
        return uid == 0;
    }

    /** The name, or the number where there is none. */
    @Override
    public String toString() {
        return login == null ? "user " + Integer.toUnsignedString(uid) : login;
    }
}
