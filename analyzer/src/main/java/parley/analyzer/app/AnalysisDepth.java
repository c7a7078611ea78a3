package parley.analyzer.app;

/** How far an analysis goes. Each depth includes those before it, and nothing beyond the one asked for is computed. */
public enum AnalysisDepth {
    /** Packets, segments with what their numbers say, connections. */
    SEGMENTS,
    /** The octets of each direction. */
    STREAMS,
    /** Which protocol a connection speaks, and who is behind its client. */
    USERS,
    /** Messages, with the segments that carried and acknowledged them. */
    MESSAGES,
    /** What can be stated of all that. */
    FINDINGS;

    public boolean includes(AnalysisDepth other) {
        return compareTo(other) >= 0;
    }
}
