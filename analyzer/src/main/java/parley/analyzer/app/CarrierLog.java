package parley.analyzer.app;

import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.StreamData;
import parley.protocol.Quota;

/**
 * Which segments brought the octets of a direction that no message has used yet. At most {@value #MAXIMUM} are
 * remembered, and fewer where those of all connections are too many: a message of more segments names the oldest of these
 * as its first.
 */
final class CarrierLog {
    private static final int MAXIMUM = 1 << 16;

    private record Span(long start, long end, Carrier carrier, long sequence) {}

    private final Recent<Span> spans;

    /** Position behind the last octets whose carrier had to be forgotten. */
    private long forgotten;

    /** @param quota of what is remembered of all connections */
    CarrierLog(Quota quota) {
        spans = new Recent<>(MAXIMUM, quota);
    }

    void add(StreamData data) {
        Span oldest =
                spans.add(new Span(data.offset(), data.offset() + data.length(), data.carrier(), data.sequence()));
        if (oldest != null) {
            forgotten = oldest.end();
        }
    }

    /** No message is awaited any longer; one that comes all the same is carried by the newest segment. */
    void keepNewest() {
        spans.keepNewest();
    }

    /** Whether what carried the octets from a position on is not all remembered. */
    boolean hasForgotten(long start) {
        return start < forgotten;
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    /**
     * What carried octets, and the relative sequence number behind the last of them.
     *
     * @param ending what carried the last of them
     */
    record Range(Carrier first, Carrier last, Carrier ending, long nextSequence) {}

    /** What carried the octets from {@code start} to before {@code end}; forgets what lies before {@code end}. */
    Range take(long start, long end) {
        while (spans.size() > 1 && spans.first().end() <= start) {
            spans.removeFirst();
        }
        Span span = spans.first();
        Carrier first = span.carrier();
        Carrier last = first;
        while (true) {
            Carrier carrier = span.carrier();
            first = carrier.frame() < first.frame() ? carrier : first;
            last = carrier.frame() > last.frame() ? carrier : last;
            if (span.end() >= end || spans.size() == 1) {
                break;
            }
            spans.removeFirst();
            span = spans.first();
        }
        long nextSequence = (span.sequence() + end - span.start()) & 0xffff_ffffL;
        return new Range(first, last, span.carrier(), nextSequence);
    }
}
