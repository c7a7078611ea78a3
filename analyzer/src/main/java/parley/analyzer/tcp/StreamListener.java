package parley.analyzer.tcp;

/** Hears the octets of each direction once and in order. Called by the thread that owns the analysis. */
public interface StreamListener {
    /** Why a direction is over. */
    enum End {
        FIN,
        RST,
        /** The capture ended, or the connection had to leave the table, while it was open. */
        UNFINISHED
    }

    /** The next octets; the view is good during the call. */
    void data(Connection connection, Flow flow, StreamData data);

    /**
     * Octets that the capture does not have.
     *
     * @param offset of the first, counted from the start of the direction's data
     * @param length how many
     */
    void gap(Connection connection, Flow flow, long offset, long length);

    /** A segment brought other octets than those that an earlier one brought for the same place. Before its own octets. */
    default void conflict(Connection connection, Flow flow, OverlapConflict conflict) {}

    /** Nothing more is expected. Octets sent after a close still come as {@link #data}. */
    void end(Connection connection, Flow flow, End end);
}
