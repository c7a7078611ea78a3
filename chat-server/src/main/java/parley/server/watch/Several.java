package parley.server.watch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/** Tells several. */
record Several(List<ServerWatch> watches) implements ServerWatch {
    @Override
    public void connected(long client, InetSocketAddress from) {
        watches.forEach(watch -> watch.connected(client, from));
    }

    @Override
    public void turnedAway(InetSocketAddress from) {
        watches.forEach(watch -> watch.turnedAway(from));
    }

    @Override
    public void named(long client, String name) {
        watches.forEach(watch -> watch.named(client, name));
    }

    @Override
    public void received(long client, String name, ClientLine line) {
        watches.forEach(watch -> watch.received(client, name, line));
    }

    @Override
    public void refused(long client, ServerLine.Error error) {
        watches.forEach(watch -> watch.refused(client, error));
    }

    @Override
    public void delivered(long nanos) {
        watches.forEach(watch -> watch.delivered(nanos));
    }

    @Override
    public void ended(long client, Ending ending, Duration lasted) {
        watches.forEach(watch -> watch.ended(client, ending, lasted));
    }

    @Override
    public void failed(long client, Throwable fault) {
        watches.forEach(watch -> watch.failed(client, fault));
    }
}
