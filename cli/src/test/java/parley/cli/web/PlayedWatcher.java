package parley.cli.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import parley.client.session.LinePlace;
import parley.client.web.LineOnWire;
import parley.client.web.WireWatcher;

/** Knows nothing of a line at first, then its frame, and when asked again the acknowledgement too. */
final class PlayedWatcher implements WireWatcher {
    static final String PAYLOAD = "Ofir to Roony - seen on the wire\n";
    static final String FILTER = "tcp.stream == 7 && frame.number in {41, 42}";

    private static final int SERVER_PORT = 10000;
    private static final int CLIENT_PORT = 58197;
    private static final int TCP_HEADER = 32;
    private static final int IP_HEADER = 20;
    private static final int LINK_HEADER = 14;
    private static final long SEQUENCE = 3_000_000_001L;
    private static final long ACKNOWLEDGMENT = 1_000_000_002L;
    private static final long TIME = 1_700_000_000_123_456_789L;

    private final Map<LinePlace, Integer> asked = new ConcurrentHashMap<>();

    @Override
    public String description() {
        return "lo, tcp port 10000";
    }

    @Override
    public Optional<LineOnWire> find(LinePlace place) {
        int times = asked.merge(place, 1, Integer::sum);
        if (times == 1) {
            return Optional.empty();
        }
        byte[] payload = PAYLOAD.getBytes(StandardCharsets.UTF_8);
        LineOnWire.Frame carrier =
                frame(41, CLIENT_PORT, SERVER_PORT, "PSH, ACK", 44, 120, SEQUENCE, ACKNOWLEDGMENT, payload);
        LineOnWire.Frame ack = frame(
                42,
                SERVER_PORT,
                CLIENT_PORT,
                "ACK",
                120,
                44 + payload.length,
                ACKNOWLEDGMENT,
                SEQUENCE + payload.length,
                new byte[0]);
        return Optional.of(
                times == 2
                        ? new LineOnWire(7, List.of(carrier), null, null, "tcp.stream == 7 && frame.number in {41}")
                        : new LineOnWire(7, List.of(carrier), ack, 41_250L, FILTER));
    }

    private static LineOnWire.Frame frame(
            long number,
            int from,
            int to,
            String flags,
            long sequence,
            long acknowledgment,
            long rawSequence,
            long rawAcknowledgment,
            byte[] payload) {
        int ipLength = IP_HEADER + TCP_HEADER + payload.length;
        ByteBuffer bytes = ByteBuffer.allocate(LINK_HEADER + ipLength);
        bytes.position(LINK_HEADER + IP_HEADER);
        bytes.putShort((short) from)
                .putShort((short) to)
                .putInt((int) rawSequence)
                .putInt((int) rawAcknowledgment);
        bytes.position(LINK_HEADER + IP_HEADER + TCP_HEADER);
        bytes.put(payload);
        return new LineOnWire.Frame(
                number,
                TIME,
                LINK_HEADER + ipLength,
                "127.0.0.1",
                from,
                "127.0.0.2",
                to,
                63,
                0xbeef,
                true,
                ipLength,
                flags,
                sequence,
                acknowledgment,
                rawSequence,
                rawAcknowledgment,
                65_536,
                TCP_HEADER,
                payload.length,
                HexFormat.of().formatHex(bytes.array()));
    }
}
