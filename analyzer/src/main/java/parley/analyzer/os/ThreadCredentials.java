package parley.analyzer.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whose the threads of this process are. On Linux each has credentials of its own (proc_pid_status(5)). */
final class ThreadCredentials {
    private static final Path THREADS = Path.of("/proc/self/task");

    private ThreadCredentials() {}

    /**
     * Whether every thread is the user's alone, has the same supplementary groups as the others and no capability left.
     * On systems other than Linux, where credentials are the process's, and where there is no {@code /proc}, always
     * true.
     */
    static boolean areAllOf(SystemUser user) throws IOException {
        if (!Files.isDirectory(THREADS)) {
            return true;
        }
        List<List<String>> statuses = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                status(thread).ifPresent(statuses::add);
            }
        }
        return areAllOf(user, statuses);
    }

    /** @param statuses of each thread the lines of its status file */
    static boolean areAllOf(SystemUser user, List<List<String>> statuses) {
        // Not every C library has always given groups to all threads: those that were not the caller would differ.
        long differentGroups = statuses.stream()
                .map(status -> status.stream()
                        .filter(line -> line.startsWith("Groups:"))
                        .toList())
                .distinct()
                .count();
        return differentGroups == 1 && statuses.stream().allMatch(status -> isOf(user, status));
    }

    /** The lines of a thread's status file; empty if it has ended. */
    private static Optional<List<String>> status(Path thread) throws IOException {
        try {
            return Optional.of(Files.readAllLines(thread.resolve("status")));
        } catch (IOException unreadable) {
            if (Files.exists(thread)) {
                throw unreadable;
            }
            return Optional.empty();
        }
    }

    private static boolean isOf(SystemUser user, List<String> status) {
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
