package parley.analyzer.tcp;

/** Hears of connections as they come and go. Called by the thread that owns the analysis. */
public interface ConnectionListener {
    /** A connection's first segment was seen. */
    void opened(Connection connection);

    /** Nothing more will be said of the connection: the capture ended, its ports were used again, or it left by count. */
    void closed(Connection connection);
}
