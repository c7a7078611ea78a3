package parley.analyzer.tcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpFrame;
import parley.analyzer.wire.TcpHeader;

/**
 * A stream drawn by a seed, and what a network and a capture make of it: cut, sent again with other boundaries, with
 * other octets here and there, lost, overtaken, cut short, acknowledged or not. Its numbers are likely to wrap.
 */
final class RandomStream {
    private static final Endpoint CLIENT = Endpoints.parse("10.0.0.1:40000");
    private static final Endpoint SERVER = Endpoints.parse("10.0.0.2:10000");
    private static final int HEADERS = 20 + 20;

    /** A piece of the stream: octets from a position on, of which the capture has some. */
    private record Piece(int from, byte[] octets, int captured, boolean fin) {}

    /** Whether some pieces have other octets than others for the same place. */
    final boolean contradicts;

    private final byte[] octets;
    private final Random random;
    private final int isn;
    private final boolean midstream;
    private int base;
    ReassemblyModel model = new ReassemblyModel(Overlap.FIRST, 0);
    private final List<Piece> pieces = new ArrayList<>();

    RandomStream(long seed) {
        random = new Random(seed);
        octets = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 1000 : 60)];
        random.nextBytes(octets);
        isn = random.nextBoolean() ? random.nextInt() : -1 - random.nextInt(octets.length + 2);
        midstream = random.nextInt(8) == 0;
        contradicts = random.nextInt(3) == 0;
        cut();
        overlap();
        pieces.add(new Piece(octets.length, new byte[0], 0, true));
        if (random.nextInt(8) > 0) {
            reorder();
        }
    }

    /** Pieces that cover the stream, cut anywhere. */
    private void cut() {
        int longest = random.nextBoolean() ? 4 : octets.length;
        for (int at = 0; at < octets.length; ) {
            int to = Math.min(octets.length, at + 1 + random.nextInt(longest));
            boolean fin = to == octets.length && random.nextInt(4) == 0;
            add(at, to, fin);
            at = to;
        }
    }

    /** Some of the stream again, cut at other places. */
    private void overlap() {
        int most = Math.min(pieces.size(), 12);
        for (int count = random.nextInt(1 + most); count > 0; count--) {
            int from = random.nextInt(octets.length);
            add(from, from + 1 + random.nextInt(octets.length - from), false);
        }
    }

    private void add(int from, int to, boolean fin) {
        byte[] carried = Arrays.copyOfRange(octets, from, to);
        if (contradicts && random.nextInt(3) == 0) {
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                carried[random.nextInt(carried.length)] ^= (byte) (1 + random.nextInt(255));
            }
        }
        int captured = random.nextInt(10) == 0 ? random.nextInt(carried.length + 1) : carried.length;
        pieces.add(new Piece(from, carried, captured, fin));
    }

    /** Moves pieces by up to some places. */
    private void reorder() {
        int reach = 1 + random.nextInt(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            int j = Math.min(pieces.size() - 1, i + random.nextInt(reach));
            pieces.add(i, pieces.remove(j));
        }
    }

    /** Sends it through a network that loses and repeats, to the reassembler and to the model. */
    StreamRecorder send(ReassemblyLimits limits, Overlap overlap) {
        model = new ReassemblyModel(overlap, octets.length + 1);
        List<Frame> frames = new ArrayList<>();
        if (!midstream) {
            add(frames, TcpFrame.of(CLIENT, SERVER).flags(TcpHeader.SYN).sequence(isn), Integer.MAX_VALUE);
        }
        int loss = random.nextBoolean() ? 0 : 1 + random.nextInt(4);
        int acknowledging = random.nextInt(3);
        int highest = 0;
        boolean ended = false;
        for (Piece piece : pieces) {
            if (random.nextInt(10) < loss) {
                continue;
            }
            if (frames.isEmpty()) {
                base = piece.from();
            } else if (midstream && !model.hasData() && piece.octets().length > 0 && piece.from() < base) {
                model.beginEarlier(base - piece.from());
                base = piece.from();
            }
            int copies = random.nextInt(12) == 0 ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                send(piece, frames);
            }
            ended |= piece.fin();
            highest = Math.max(highest, piece.from() + piece.octets().length + (piece.fin() ? 1 : 0));
            if (acknowledging > 0 && random.nextInt(4) == 0) {
                int position = random.nextBoolean() ? highest : random.nextInt(octets.length + 2);
                add(frames, TcpFrame.of(SERVER, CLIENT).acknowledgment(isn + 1L + position), Integer.MAX_VALUE);
                model.acknowledged(position - base);
            }
            if (random.nextInt(16) == 0 && !ended) {
                // A keep-alive: the octet before the next, which may be garbage (RFC 9293 section 3.8.4).
                send(new Piece(highest - 1, new byte[] {(byte) random.nextInt()}, 1, false), frames);
            }
        }
        model.finish();
        StreamRecorder recorder = new StreamRecorder(limits, overlap);
        recorder.run(new FrameSource(LinkType.RAW, frames));
        recorder.table.finish();
        return recorder;
    }

    private void send(Piece piece, List<Frame> frames) {
        TcpFrame segment = TcpFrame.of(CLIENT, SERVER)
                .linkType(LinkType.RAW)
                .flags(TcpHeader.ACK | (piece.fin() ? TcpHeader.FIN : 0))
                .sequence(isn + 1L + piece.from())
                .payload(piece.octets());
        add(frames, segment, piece.captured());
        model.segment(
                frames.size(),
                piece.from() - base,
                Arrays.copyOf(piece.octets(), piece.captured()),
                piece.octets().length,
                piece.fin());
    }

    private static void add(List<Frame> frames, TcpFrame frame, int capturedPayload) {
        byte[] packet = frame.linkType(LinkType.RAW).octets();
        int captured = (int) Math.min(packet.length, (long) HEADERS + capturedPayload);
        frames.add(Frame.of(frames.size(), packet).snapped(captured));
    }

    /** What of the stream lies in places, counted as the reassembler counts. */
    byte[] at(BitSet places) {
        byte[] result = new byte[places.cardinality()];
        int at = 0;
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            result[at++] = octets[base + i];
        }
        return result;
    }
}
