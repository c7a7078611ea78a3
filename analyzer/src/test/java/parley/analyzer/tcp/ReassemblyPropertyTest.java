package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever a network and a capture do to a stream, what comes out is what {@link ReassemblyModel} says. A failure names
 * its seed, which builds the same case again.
 */
class ReassemblyPropertyTest {
    private static final int RUNS = 100_000;
    private static final int RUNS_OVER_LIMIT = 10_000;
    private static final int RUNS_OF_ENDS = 20_000;

    private long conflicts;
    private long missing;
    private long given;

    private static void forSeeds(int count, LongConsumer test) {
        for (long seed = 1; seed <= count; seed++) {
            try {
                test.accept(seed);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    @Test
    void aHundredThousandStreamsComeOutAsTheModelSays() {
        forSeeds(RUNS, seed -> compare(seed, seed % 2 == 0 ? Overlap.FIRST : Overlap.LAST));
        assertTrue(given > RUNS && missing > RUNS && conflicts > RUNS, given + ", " + missing + ", " + conflicts);
    }

    private void compare(long seed, Overlap overlap) {
        RandomStream stream = new RandomStream(seed);
        StreamRecorder recorder = stream.send(ReassemblyLimits.DEFAULT, overlap);
        ReassemblyModel model = stream.model;
        if (recorder.connections.isEmpty() || model.end() == 0) {
            return;
        }
        StreamRecorder.Direction client = recorder.direction(0, 0);
        assertEquals(model.end(), client.position, "octets and gaps");
        assertEquals(model.known(), client.given, "places with octets");
        byte[] octets = client.octets.toByteArray();
        assertArrayEquals(only(model.octets(), model.known()), octets, "octets");
        if (!stream.contradicts) {
            assertArrayEquals(stream.at(client.given), octets, "the stream's octets");
        }
        assertEquals(framesOf(model), client.octetFrames, "frames that brought them");
        assertEquals(model.conflicts(), client.octetConflicts, "conflicts");
        assertTrue(client.events.contains(model.isFinished() ? "FIN" : "UNFINISHED"), "end");
        given += octets.length;
        missing += client.missing;
        conflicts += client.octetConflicts.size();
    }

    private static List<Long> framesOf(ReassemblyModel model) {
        return model.known().stream().mapToObj(model::frame).toList();
    }

    @Test
    void nothingIsInventedWhereTheLimitIsReached() {
        long[] reached = {0};
        forSeeds(RUNS_OVER_LIMIT, seed -> {
            RandomStream stream = new RandomStream(seed);
            Overlap overlap = seed % 2 == 0 ? Overlap.FIRST : Overlap.LAST;
            StreamRecorder recorder =
                    stream.send(new ReassemblyLimits(10, 10, Long.MAX_VALUE, 500, 10_000, 100), overlap);
            reached[0] += recorder.table.reassemblyLimitsReached();
            if (recorder.connections.isEmpty() || stream.model.end() == 0 || stream.contradicts) {
                return;
            }
            StreamRecorder.Direction client = recorder.direction(0, 0);
            assertEquals(stream.model.end(), client.position, "octets and gaps");
            assertArrayEquals(stream.at(client.given), client.octets.toByteArray(), "octets");
            assertEquals(List.of(), client.octetConflicts, "conflicts");
        });
        assertTrue(reached[0] > RUNS_OVER_LIMIT, "limits reached: " + reached[0]);
    }

    @Test
    void everyCapturedOctetIsGivenOutOnceWhereFinResetAndLastSegmentsAreCapturedInAnyOrder() {
        forSeeds(RUNS_OF_ENDS, seed -> {
            RandomEnd end = new RandomEnd(seed);
            StreamRecorder.Direction server = end.capture().direction(0, end.node());
            assertEquals(end.octets(), server.octets.toString(StandardCharsets.ISO_8859_1), () -> end + ": octets");
            assertEquals(0, server.missing, () -> end + ": missing");
        });
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
