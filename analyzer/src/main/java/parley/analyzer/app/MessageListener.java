package parley.analyzer.app;

import parley.analyzer.tcp.Connection;

/** Hears of messages. Called by the thread that owns the analysis. */
public interface MessageListener {
    /** A message has become whole; whether it will be acknowledged is not known yet. */
    void decoded(Message message);

    /** The same message, now with its acknowledgement, or without because none will come. In the order of numbers. */
    void settled(Message message);

    /** The user behind the client of a connection has become known. */
    void identified(Connection connection, String user, long timestampNanos);

    /** A decoder failed on a connection, whose remaining octets are not decoded. */
    void failed(Connection connection, String decoder, long frame, String reason);
}
