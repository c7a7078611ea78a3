package parley.client.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import parley.protocol.ClientLine;
import parley.protocol.Names;

/** Lines that wait to be sent, in order. Used by one thread. */
final class WaitingLines {
    private final List<Outgoing> lines = new ArrayList<>();

    int size() {
        return lines.size();
    }

    void add(Outgoing line) {
        lines.add(line);
    }

    /** Puts lines before all others. */
    void addFirst(Collection<Outgoing> earlier) {
        lines.addAll(0, earlier);
    }

    /** Takes all lines out. */
    List<Outgoing> takeAll() {
        List<Outgoing> all = List.copyOf(lines);
        lines.clear();
        return all;
    }

    /**
     * Takes out those that concern nobody but people who are there. A line stays too where one before it that stays
     * concerns the same person, so that to each the order is kept.
     *
     * @param isThere whether somebody is, by {@link Names#key}
     */
    List<Outgoing> takeFor(Predicate<String> isThere) {
        List<Outgoing> taken = new ArrayList<>();
        Set<String> heldUp = new HashSet<>();
        for (Iterator<Outgoing> each = lines.iterator(); each.hasNext(); ) {
            Outgoing line = each.next();
            List<String> concerned = concerned(line.line());
            if (concerned.stream().allMatch(key -> isThere.test(key) && !heldUp.contains(key))) {
                each.remove();
                taken.add(line);
            } else {
                heldUp.addAll(concerned);
            }
        }
        return taken;
    }

    private static List<String> concerned(ClientLine line) {
        List<String> names = switch (line) {
            case ClientLine.Direct direct -> direct.recipients();
            case ClientLine.Ask ask -> List.of(ask.name());
            default -> List.of();
        };
        return names.stream().map(Names::key).toList();
    }
}
