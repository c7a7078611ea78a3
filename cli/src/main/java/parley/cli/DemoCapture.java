package parley.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.relay.RelaySource;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCaptureException;
import parley.analyzer.os.LoopbackInterface;
import parley.client.session.LinePlace;
import parley.client.web.LineOnWire;
import parley.client.web.WireWatcher;
import parley.protocol.HostPort;

/**
 * How the demo has its packets: captured on the loopback interface, or, where that is not possible, made by a relay in
 * front of the server, which clients then call in its place.
 *
 * @param source the packets, complete from now on
 * @param server that the packets have
 * @param called where clients call; the server itself, or the relay
 * @param description for people: {@code lo, tcp port 10000}
 */
record DemoCapture(PacketSource source, InetSocketAddress server, InetSocketAddress called, String description) {
    /**
     * Begins.
     *
     * @param say is told where there is a relay, and why
     * @throws IOException if neither is possible; the message is a whole sentence for the user
     */
    static DemoCapture open(InetSocketAddress server, Consumer<String> say) throws IOException {
        String filter = "tcp port " + server.getPort();
        try {
            String loopback = LoopbackInterface.name();
            PacketSource source = LiveSource.open(CaptureOptions.of(loopback, filter));
            return new DemoCapture(source, server, server, loopback + ", " + filter);
        } catch (LiveCaptureException impossible) {
            RelaySource relay =
                    RelaySource.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server, say);
            say.accept(impossible.getMessage() + "; this demo's clients call a relay, "
                    + HostPort.format(relay.address()) + ", which writes what it carries as packets");
            String description = "relay " + HostPort.format(relay.address()) + " to " + HostPort.format(server);
            return new DemoCapture(relay, server, relay.address(), description);
        }
    }

    /** Finds by the address that a client called what has the server's in the packets. */
    WireWatcher watcher(WireRecorder recorder) {
        return called.equals(server) ? recorder : new BehindRelay(recorder, server);
    }

    private record BehindRelay(WireRecorder recorder, InetSocketAddress server) implements WireWatcher {
        @Override
        public String description() {
            return recorder.description();
        }

        @Override
        public Optional<LineOnWire> find(LinePlace place) {
            return recorder.find(new LinePlace(place.client(), server, place.opened(), place.sent(), place.range()));
        }
    }
}
