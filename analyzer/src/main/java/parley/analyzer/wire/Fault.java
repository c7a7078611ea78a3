package parley.analyzer.wire;

/**
 * Why decoding a packet stopped.
 *
 * @param layer that does not make sense
 * @param offset of its first octet in the packet
 * @param needed octets that it would take
 * @param actual octets that are there
 * @param claimedBy the field, by its display-filter name, or the layer that demanded {@code needed}
 */
public record Fault(Kind kind, Layer layer, int offset, int needed, int actual, String claimedBy) {
    public enum Kind {
        /** Fewer octets than the header has. */
        TRUNCATED,
        /** A length field that contradicts the header's own size. */
        BAD_LENGTH,
        /** A version field of no version known. */
        BAD_VERSION,
        /** More headers within one another than are followed. */
        TOO_DEEP
    }
}
