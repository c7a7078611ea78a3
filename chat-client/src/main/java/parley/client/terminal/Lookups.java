package parley.client.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;

/**
 * Which of the answers to {@code who} are for completion and not for the eye, however late they come and in however many
 * parts. An answer says what was asked and not by which line, but answers come in the order of the questions.
 */
final class Lookups {
    /** A question that was sent and is not answered. */
    private record Asked(long id, String prefix) {}

    private final Map<Long, CompletableFuture<Void>> lookups = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    /** Whether the parts of an answer that are still to come are of a lookup. */
    private boolean goesOn;

    /** A line that is to be sent; complete when the first part of its answer is there, or none will come. */
    CompletableFuture<Void> begin(long id) {
        return lookups.computeIfAbsent(id, _ -> new CompletableFuture<>());
    }

    boolean has(@Nullable Long id) {
        return id != null && lookups.containsKey(id);
    }

    /** Any line of the user's is sent. */
    void sent(long id, ClientLine line) {
        if (line instanceof ClientLine.Who who && who.prefix() != null) {
            asked.add(new Asked(id, who.prefix()));
        }
    }

    /** Whether an answer, or a further part of one, is that of a lookup. */
    boolean areAnsweredBy(SessionEvent.Found found) {
        return found.more()
                ? goesOn
                : question(found).filter(question -> has(question.id())).isPresent();
    }

    private Optional<Asked> question(SessionEvent.Found found) {
        return asked.stream()
                .filter(question -> question.prefix().equals(found.prefix()))
                .findFirst();
    }

    /** Takes note of an answer. */
    void found(SessionEvent.Found found) {
        if (found.more()) {
            return;
        }
        goesOn = areAnsweredBy(found);
        question(found).ifPresent(question -> over(question.id()));
    }

    /** No answer is to come to this line, which may be any. */
    void over(@Nullable Long id) {
        if (id == null) {
            return;
        }
        asked.removeIf(question -> question.id() == id);
        CompletableFuture<Void> lookup = lookups.remove(id);
        if (lookup != null) {
            lookup.complete(null);
        }
    }

    /** The connection is lost, and with it what was sent; what was not is asked again on the next one. */
    void lost() {
        goesOn = false;
        asked.clear();
        lookups.values().forEach(lookup -> lookup.complete(null));
    }
}
