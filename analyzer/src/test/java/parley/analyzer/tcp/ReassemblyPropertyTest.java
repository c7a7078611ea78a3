package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpFrame;
import parley.analyzer.wire.TcpHeader;

/**
 * Whatever a network does to a stream, what comes out is the stream. A failure names its seed, which builds the same
 * case again.
 */
class ReassemblyPropertyTest {
    private static final Endpoint CLIENT = Endpoints.parse("10.0.0.1:40000");
    private static final Endpoint SERVER = Endpoints.parse("10.0.0.2:10000");

    static LongStream seeds() {
        return LongStream.range(1, 300);
    }

    /** A piece of the stream: octets from a position on, of which the capture has some. */
    private record Piece(int from, int to, int captured) {
        Piece(int from, int to) {
            this(from, to, to - from);
        }
    }

    /** A random stream of up to 3,000 octets that starts anywhere, its numbers' wrap being likely. */
    private static final class Case {
        final Random random;
        final byte[] octets;
        final int isn;
        final List<Frame> frames = new ArrayList<>();

        Case(long seed) {
            random = new Random(seed);
            octets = new byte[1 + random.nextInt(3000)];
            random.nextBytes(octets);
            isn = random.nextBoolean() ? random.nextInt() : -random.nextInt(4000);
            add(TcpFrame.of(CLIENT, SERVER).flags(TcpHeader.SYN).sequence(isn), Integer.MAX_VALUE);
        }

        /** Pieces that cover the stream, cut anywhere. */
        List<Piece> pieces() {
            List<Piece> pieces = new ArrayList<>();
            for (int at = 0; at < octets.length; ) {
                int to = Math.min(octets.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 400));
                pieces.add(new Piece(at, to));
                at = to;
            }
            return pieces;
        }

        /** Some of the stream again, cut at other places. */
        void addOverlaps(List<Piece> pieces) {
            for (int count = random.nextInt(1 + pieces.size()); count > 0; count--) {
                int from = random.nextInt(octets.length);
                pieces.add(new Piece(from, from + 1 + random.nextInt(octets.length - from)));
            }
        }

        /** Moves pieces by up to some places. */
        void reorder(List<Piece> pieces) {
            int reach = 1 + random.nextInt(pieces.size());
            for (int i = 0; i < pieces.size(); i++) {
                int j = Math.min(pieces.size() - 1, i + random.nextInt(reach));
                pieces.add(i, pieces.remove(j));
            }
        }

        void send(Piece piece) {
            byte[] payload = Arrays.copyOfRange(octets, piece.from(), piece.to());
            add(
                    TcpFrame.of(CLIENT, SERVER)
                            .flags(TcpHeader.ACK)
                            .sequence(isn + 1L + piece.from())
                            .payload(payload),
                    piece.captured());
        }

        void fin() {
            add(
                    TcpFrame.of(CLIENT, SERVER)
                            .flags(TcpHeader.FIN | TcpHeader.ACK)
                            .sequence(isn + 1L + octets.length),
                    Integer.MAX_VALUE);
        }

        void acknowledge(int position) {
            add(TcpFrame.of(SERVER, CLIENT).acknowledgment(isn + 1L + position), Integer.MAX_VALUE);
        }

        private void add(TcpFrame frame, int capturedPayload) {
            byte[] packet = frame.octets();
            int headers = 14 + 20 + 20;
            int captured = (int) Math.min(packet.length, (long) headers + capturedPayload);
            frames.add(Frame.of(frames.size(), packet).snapped(captured));
        }

        StreamRecorder run(ReassemblyLimits limits) {
            StreamRecorder recorder = new StreamRecorder(limits);
            recorder.run(new FrameSource(LinkType.ETHERNET, frames));
            recorder.table.finish();
            return recorder;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void segmentsInAnyOrderWithOverlapsAreExactlyTheStream(long seed) {
        Case stream = new Case(seed);
        List<Piece> pieces = stream.pieces();
        stream.addOverlaps(pieces);
        stream.reorder(pieces);
        pieces.forEach(stream::send);
        stream.fin();
        StreamRecorder recorder = stream.run(ReassemblyLimits.DEFAULT);
        assertArrayEquals(stream.octets, recorder.clientOctets(0).octets.toByteArray());
        assertEquals(0, recorder.clientOctets(0).missing);
        assertEquals("FIN", recorder.client(0).getLast());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsLostOrSnappedIsAGapAndNothingElseIs(long seed) {
        Case stream = new Case(seed);
        List<Piece> pieces = stream.pieces();
        stream.addOverlaps(pieces);
        stream.reorder(pieces);
        BitSet captured = new BitSet();
        for (Piece piece : pieces) {
            if (stream.random.nextInt(4) > 0) {
                stream.send(piece);
                captured.set(piece.from(), piece.to());
            }
        }
        stream.fin();
        StreamRecorder recorder = stream.run(ReassemblyLimits.DEFAULT);
        assertEquals(stream.octets.length, recorder.clientOctets(0).position);
        assertEquals(captured.cardinality(), recorder.clientOctets(0).octets.size());
        assertArrayEquals(
                only(stream.octets, captured), recorder.clientOctets(0).octets.toByteArray());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsAcknowledgedSnappedOrOverTheLimitNothingIsInvented(long seed) {
        Case stream = new Case(seed);
        List<Piece> pieces = stream.pieces();
        stream.addOverlaps(pieces);
        stream.reorder(pieces);
        for (Piece piece : pieces) {
            int length = piece.to() - piece.from();
            switch (stream.random.nextInt(6)) {
                case 0 -> stream.acknowledge(stream.random.nextInt(stream.octets.length + 1));
                case 1 -> stream.send(new Piece(piece.from(), piece.to(), stream.random.nextInt(length + 1)));
                default -> stream.send(piece);
            }
        }
        stream.fin();
        StreamRecorder recorder = stream.run(new ReassemblyLimits(10, 10, 1500, 10_000));
        StreamRecorder.Direction client = recorder.clientOctets(0);
        assertEquals(stream.octets.length, client.position);
        assertArrayEquals(only(stream.octets, client.given), client.octets.toByteArray());
        assertEquals(stream.octets.length - client.missing, client.octets.size());
    }

    private static byte[] only(byte[] octets, BitSet positions) {
        byte[] result = new byte[positions.cardinality()];
        int at = 0;
        for (int i = positions.nextSetBit(0); i >= 0; i = positions.nextSetBit(i + 1)) {
            result[at++] = octets[i];
        }
        return result;
    }
}
