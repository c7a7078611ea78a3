package parley.analyzer.app;

/**
 * How often limits of an analysis were reached.
 *
 * @param connections that left the table because there were too many, though not over
 * @param closedConnections that left it because too many were over
 * @param segments whose acknowledgement was not looked for, because too many waited for theirs
 * @param reassembly how often octets were given up because too many were held out of order
 * @param datagrams that came in fragments and were given up incomplete, too old or too many
 * @param recognition connections whose first octets were all that may be kept, and no decoder had decided
 * @param messages that were told without their acknowledgement or their first segments, because too many waited or they
 *     came in too many segments
 * @param decoding how often a decoder forgot or guessed something because it kept as much as it may
 */
public record LimitsReached(
        long connections,
        long closedConnections,
        long segments,
        long reassembly,
        long datagrams,
        long recognition,
        long messages,
        long decoding) {
    public static final LimitsReached NONE = new LimitsReached(0, 0, 0, 0, 0, 0, 0, 0);
}
