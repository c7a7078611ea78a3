package parley.server;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients are due of several senders at once: in its order for each sender, in any order between them. */
final class DueLines {
    private final Map<Integer, Map<Integer, Queue<String>>> due = new TreeMap<>();

    void add(int client, int sender, List<String> lines) {
        due.computeIfAbsent(client, _ -> new TreeMap<>())
                .computeIfAbsent(sender, _ -> new ArrayDeque<>())
                .addAll(lines);
    }

    void forget(int client) {
        due.remove(client);
    }

    /**
     * Takes lines until all have come, and none that was not due.
     *
     * @param dead a sender of whom the last lines may be missing
     */
    void receive(int client, Supplier<String> next, @Nullable Integer dead) {
        Map<Integer, Queue<String>> bySender = due.getOrDefault(client, Map.of());
        while (bySender.entrySet().stream()
                .anyMatch(
                        each -> !each.getKey().equals(dead) && !each.getValue().isEmpty())) {
            String line = next.get();
            bySender.values().stream()
                    .filter(queue -> line.equals(queue.peek()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("client " + client + " got '" + line + "', due " + bySender))
                    .remove();
        }
    }
}
