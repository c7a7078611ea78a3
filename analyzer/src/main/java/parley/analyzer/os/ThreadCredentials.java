package parley.analyzer.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Whose the threads of this process are. On Linux each has credentials of its own (proc_pid_status(5)). */
final class ThreadCredentials {
    private static final Path THREADS = Path.of("/proc/self/task");

    private ThreadCredentials() {}

    /**
     * Whether every thread is the user's alone and has no capability left. On systems other than Linux, where
     * credentials are the process's, and where there is no {@code /proc}, always true.
     */
    static boolean areAllOf(SystemUser user) throws IOException {
        if (!Files.isDirectory(THREADS)) {
            return true;
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (!isOf(user, thread)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isOf(SystemUser user, Path thread) throws IOException {
        try {
            return isOf(user, Files.readAllLines(thread.resolve("status")));
        } catch (NoSuchFileException ended) {
            return true;
        } catch (IOException unreadable) {
            if (Files.exists(thread)) {
                throw unreadable;
            }
            // ESRCH: it ended while it was read.
            return true;
        }
    }

    /** @param status the lines of a thread's status file */
    static boolean isOf(SystemUser user, List<String> status) {
        return status.stream().allMatch(line -> {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            return switch (line.substring(0, Math.max(colon, 0))) {
                // Real, effective, saved, and that of files.
                case "Uid" -> value.equals(fourTimes(user.uid()));
                case "Gid" -> value.equals(fourTimes(user.gid()));
                case "CapPrm", "CapEff" -> Long.parseUnsignedLong(value, 16) == 0;
                default -> true;
            };
        });
    }

    private static String fourTimes(int id) {
        return String.join("\t", Collections.nCopies(4, Integer.toUnsignedString(id)));
    }
}
