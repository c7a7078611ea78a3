package parley.analyzer.replay.diff;

import java.util.List;
import java.util.stream.Stream;

/**
 * What has become of a comparison.
 *
 * @param connections those of A in order of their numbers, then those of B alone
 * @param transport what is otherwise of connections that carried nothing
 * @param hints what might help, for people
 */
public record CaptureDiff(
        ComparedCapture a,
        ComparedCapture b,
        DiffOptions options,
        List<ConnectionDiff> connections,
        List<TransportDifference> transport,
        List<String> hints) {
    public CaptureDiff {
        connections = List.copyOf(connections);
        transport = List.copyOf(transport);
        hints = List.copyOf(hints);
    }

    /** How many messages differ, and how many connections are in one capture alone. */
    public long differences() {
        return connections.stream()
                .mapToLong(each -> each.isInBoth() ? each.differences().size() : 1)
                .sum();
    }

    /** Whether it is slower in B than may be. */
    public boolean isSlower(Delay delay) {
        return options.slower().test(delay.nanosA(), delay.nanosB());
    }

    /** Whether nothing of a connection is otherwise, neither what was said nor how fast nor how it was carried. */
    boolean isAlike(ConnectionDiff connection) {
        return connection.isInBoth()
                && connection.differences().isEmpty()
                && connection.transport().isEmpty()
                && connection.delays().stream().noneMatch(this::isSlower);
    }

    /** How many messages are slower. */
    public long slower() {
        return delays().filter(this::isSlower).count();
    }

    Stream<Delay> delays() {
        return connections.stream().flatMap(each -> each.delays().stream());
    }

    /** How many things of TCP are otherwise. */
    public long transportDifferences() {
        return transport.size()
                + connections.stream()
                        .mapToLong(each -> each.transport().size())
                        .sum();
    }

    /** @param strict whether timing and transport count */
    public boolean isDifferent(boolean strict) {
        return differences() > 0 || (strict && (slower() > 0 || transportDifferences() > 0));
    }
}
