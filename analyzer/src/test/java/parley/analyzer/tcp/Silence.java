package parley.analyzer.tcp;

/** Hears everything and does nothing. */
final class Silence implements ConnectionListener, StreamListener {
    @Override
    public void opened(Connection connection) {}

    @Override
    public void closed(Connection connection) {}

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {}

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {}

    @Override
    public void end(Connection connection, Flow flow, End end) {}
}
