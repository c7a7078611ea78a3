package parley.analyzer.tcp;

/** Hears of connections as they come and go. Called by the thread that owns the analysis. */
public interface ConnectionListener {
    /** A connection's first segment was seen. */
    void opened(Connection connection);

    /**
     * Both ends had closed, and a SYN with the same ports and initial sequence number begins another conversation: what is
     * said henceforth is not of the one before. Before the SYN's own packet.
     *
     * @see Connection#reopenedFrame
     */
    void reopened(Connection connection);

    /** Nothing more will be said of the connection: the capture ended, its ports were used again, or it left by count. */
    void closed(Connection connection);
}
