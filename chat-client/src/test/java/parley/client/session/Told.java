package parley.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Keeps what one session tells. */
final class Told implements Consumer<SessionEvent> {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<SessionEvent> events = new LinkedBlockingQueue<>();
    private final List<SessionEvent> passed = new ArrayList<>();

    @Override
    public void accept(SessionEvent event) {
        events.add(event);
    }

    /** Passes over events up to the next of this kind. */
    <E extends SessionEvent> E next(Class<E> kind) throws InterruptedException {
        return next(kind, _ -> true);
    }

    /** Passes over events up to the next of this kind that is so. */
    <E extends SessionEvent> E next(Class<E> kind, Predicate<E> which) throws InterruptedException {
        while (true) {
            SessionEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no such " + kind.getSimpleName() + "; there were " + passed);
            }
            passed.add(event);
            if (kind.isInstance(event) && which.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
    }

    /** What was passed over until now. */
    List<SessionEvent> passed() {
        return List.copyOf(passed);
    }
}
