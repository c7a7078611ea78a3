package parley.analyzer.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;

/** Runs packets through a connection table and keeps what it says, checking that positions neither jump nor overlap. */
final class StreamRecorder implements StreamListener, ConnectionListener {
    /** What one direction of a connection gave out, in its order. */
    static final class Direction {
        final String endpoint;
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        /** Positions in the stream of {@link #octets}. */
        final BitSet given = new BitSet();

        final List<Long> frames = new ArrayList<>();
        long position;
        long missing;

        Direction(Flow flow) {
            endpoint = flow.endpoint().toString();
        }
    }

    private record Stream(Connection connection, Direction node0, Direction node1) {
        Direction of(Flow flow) {
            return flow.node() == 0 ? node0 : node1;
        }
    }

    final List<String> connections = new ArrayList<>();
    final ConnectionTable table;
    private final List<Stream> streams = new ArrayList<>();
    private final PacketDecoder decoder = new PacketDecoder();

    StreamRecorder(ReassemblyLimits limits) {
        table = new ConnectionTable(limits, this, this);
    }

    /** What the default limits make of a script. */
    static StreamRecorder of(String script) {
        return of(script, ReassemblyLimits.DEFAULT);
    }

    static StreamRecorder of(String script, ReassemblyLimits limits) {
        StreamRecorder recorder = new StreamRecorder(limits);
        recorder.run(TcpScript.parse(script).source());
        recorder.table.finish();
        return recorder;
    }

    void run(PacketSource source) {
        Packet packet = new Packet();
        try (source) {
            while (source.next(packet)) {
                DecodedPacket decoded = decoder.decode(packet);
                if (decoded.hasTcp()) {
                    table.reassemble(table.track(decoded));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What the client of a connection sent, as a list of quoted texts, {@code gap FROM+LENGTH} and the end. */
    List<String> client(int stream) {
        return clientOctets(stream).events;
    }

    /** What the server of a connection sent; see {@link #client}. */
    List<String> server(int stream) {
        return streams.get(stream).of(streams.get(stream).connection().server()).events;
    }

    Direction clientOctets(int stream) {
        return streams.get(stream).of(streams.get(stream).connection().client());
    }

    Direction direction(int stream, int node) {
        return streams.get(stream).of(streams.get(stream).connection().flow(node));
    }

    private Direction direction(Connection connection, Flow flow) {
        return streams.get((int) connection.index()).of(flow);
    }

    @Override
    public void opened(Connection connection) {
        streams.add(new Stream(connection, new Direction(connection.flow(0)), new Direction(connection.flow(1))));
        connections.add("opened " + connection.index());
    }

    @Override
    public void closed(Connection connection) {
        connections.add("closed " + connection.index());
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        Direction direction = direction(connection, flow);
        goOn(direction, data.offset(), data.length());
        direction.given.set((int) data.offset(), (int) data.offset() + data.length());
        direction.events.add("'" + new String(data.bytes(), 0, data.length(), StandardCharsets.ISO_8859_1) + "'");
        direction.octets.write(data.bytes(), 0, data.length());
        direction.frames.add(data.carrier().frame());
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        Direction direction = direction(connection, flow);
        goOn(direction, offset, length);
        direction.events.add("gap " + offset + "+" + length);
        direction.missing += length;
    }

    private static void goOn(Direction direction, long offset, long length) {
        if (offset != direction.position || length <= 0) {
            throw new AssertionError(length + " octets at " + offset + " where " + direction.position + " is next");
        }
        direction.position += length;
    }

    @Override
    public void end(Connection connection, Flow flow, End end) {
        direction(connection, flow).events.add(end.name());
    }
}
