package parley.analyzer.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
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
        /** {@code SEQ: 'earlier' of FRAME, 'later' of FRAME}, with {@code !} behind what counts. */
        final List<String> conflicts = new ArrayList<>();

        /** Of each octet given out, the frame that brought it. */
        final List<Long> octetFrames = new ArrayList<>();
        /** Octet by octet, what {@link #conflicts} says. */
        final List<ReassemblyModel.Conflict> octetConflicts = new ArrayList<>();

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
        this(limits, Overlap.FIRST);
    }

    StreamRecorder(ReassemblyLimits limits, Overlap overlap) {
        table = new ConnectionTable(limits, overlap, this, this);
    }

    /** What the default limits make of a script. */
    static StreamRecorder of(String script) {
        return of(script, ReassemblyLimits.DEFAULT);
    }

    static StreamRecorder of(String script, ReassemblyLimits limits) {
        return of(script, limits, Overlap.FIRST);
    }

    static StreamRecorder of(String script, Overlap overlap) {
        return of(script, ReassemblyLimits.DEFAULT, overlap);
    }

    private static StreamRecorder of(String script, ReassemblyLimits limits, Overlap overlap) {
        StreamRecorder recorder = new StreamRecorder(limits, overlap);
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
    public void reopened(Connection connection) {}

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
        direction.octetFrames.addAll(
                Collections.nCopies(data.length(), data.carrier().frame()));
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        Direction direction = direction(connection, flow);
        goOn(direction, offset, length);
        direction.events.add("gap " + offset + "+" + length);
        direction.missing += length;
    }

    @Override
    public void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
        direction(connection, flow).octetConflicts.addAll(octetsOf(conflict));
        direction(connection, flow)
                .conflicts
                .add(conflict.sequence() + ": " + text(conflict.earlier()) + " of " + conflict.earlierFrame()
                        + (conflict.laterCounts() ? ", " : "!, ") + text(conflict.later()) + " of "
                        + conflict.laterFrame() + (conflict.laterCounts() ? "!" : ""));
    }

    private static List<ReassemblyModel.Conflict> octetsOf(OverlapConflict conflict) {
        List<ReassemblyModel.Conflict> octets = new ArrayList<>();
        for (int i = 0; i < conflict.earlier().length; i++) {
            if (conflict.earlier()[i] != conflict.later()[i]) {
                octets.add(new ReassemblyModel.Conflict(
                        conflict.sequence() + i,
                        conflict.earlier()[i],
                        conflict.earlierFrame(),
                        conflict.later()[i],
                        conflict.laterFrame(),
                        conflict.laterCounts()));
            }
        }
        return octets;
    }

    private static String text(byte[] octets) {
        return "'" + new String(octets, StandardCharsets.ISO_8859_1) + "'";
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
