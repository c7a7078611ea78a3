package parley.analyzer.tcp;

/**
 * The segment that brought octets of a stream.
 *
 * @param frame its frame number
 * @param timestampNanos when it was captured, in nanoseconds since the epoch
 * @param sequence its {@code tcp.seq}, relative
 * @param acknowledgment its {@code tcp.ack}, relative
 * @param length its {@code tcp.len}, in octets
 * @param flags its {@code tcp.flags}
 */
public record Carrier(long frame, long timestampNanos, long sequence, long acknowledgment, int length, int flags) {
    static final Carrier NONE = new Carrier(0, 0, 0, 0, 0, 0);

    /** The segment's numbers, to be kept. */
    public static Carrier of(Segment segment) {
        return new Carrier(
                segment.frame(),
                segment.timestampNanos(),
                segment.sequence(),
                segment.acknowledgment(),
                segment.length(),
                segment.header().flags());
    }
}
