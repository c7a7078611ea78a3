package parley.analyzer.tcp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The end of a connection, drawn by a seed: what the server sends last, its FIN and a reset of either side, captured in
 * any order, with acknowledgements between that leave no hole open before data.
 */
final class RandomEnd {
    /** What the server sends at a place: octets, none with a FIN or with a reset. */
    private record Sent(int from, String octets, String flags) {}

    private final Random random;
    private final boolean midstream;
    private final String octets;
    private final List<String> script = new ArrayList<>();

    RandomEnd(long seed) {
        random = new Random(seed);
        midstream = random.nextInt(4) == 0;
        octets = letters(1 + random.nextInt(12));
        if (!midstream) {
            script.add("handshake");
        }
        List<Sent> sent = cut();
        Collections.shuffle(sent, random);
        if (midstream) {
            // A capture that begins with data begins there: what was sent before is no part of it.
            beginWithTheFirstOctets(sent);
        }
        BitSet captured = new BitSet();
        boolean finCaptured = false;
        for (Sent one : sent) {
            script.add(one.octets().isEmpty() ? control(one) : data(one));
            captured.set(one.from(), one.from() + one.octets().length());
            finCaptured |= one.flags().contains("FIN");
            if (random.nextBoolean()) {
                acknowledge(captured, finCaptured);
            }
        }
    }

    private String letters(int count) {
        return random.ints(count, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private List<Sent> cut() {
        List<Sent> sent = new ArrayList<>();
        boolean finWithData = random.nextInt(4) == 0;
        for (int at = 0; at < octets.length(); ) {
            int to = random.nextInt(3) == 0
                    ? at + 1
                    : Math.min(octets.length(), at + 1 + random.nextInt(octets.length()));
            sent.add(new Sent(at, octets.substring(at, to), finWithData && to == octets.length() ? "FIN-ACK" : "ACK"));
            at = to;
        }
        if (!finWithData && random.nextInt(4) > 0) {
            sent.add(new Sent(octets.length(), "", "FIN-ACK"));
        }
        if (random.nextInt(3) == 0) {
            sent.add(new Sent(octets.length() + 1, "", "RST-ACK"));
        }
        if (random.nextInt(6) == 0) {
            sent.add(sent.get(random.nextInt(sent.size())));
        }
        return sent;
    }

    private static void beginWithTheFirstOctets(List<Sent> sent) {
        int first = 0;
        while (sent.get(first).octets().isEmpty()) {
            first++;
        }
        for (int i = first; i < sent.size(); i++) {
            if (sent.get(i).from() == 0) {
                Collections.swap(sent, first, i);
                return;
            }
        }
    }

    private String control(Sent one) {
        boolean ofClient = one.flags().startsWith("RST") && random.nextBoolean();
        return ofClient && !midstream ? "C RST-ACK" : "S " + one.flags() + " seq=" + (1 + one.from());
    }

    private static String data(Sent one) {
        return "S " + one.flags() + " data '" + one.octets() + "' seq=" + (1 + one.from());
    }

    /** Of what has come without a hole; where nothing has come after a hole, of everything: the capture may lack its turn. */
    private void acknowledge(BitSet captured, boolean finCaptured) {
        int whole = captured.nextClearBit(0);
        boolean nothingHeld = captured.length() == whole;
        int received = nothingHeld && finCaptured ? octets.length() + 1 : whole;
        script.add("C ACK ack=" + (1 + received));
    }

    StreamRecorder capture() {
        return StreamRecorder.of(toString());
    }

    /** The server's, counted as {@link Flow#node()} does. */
    int node() {
        return midstream ? 0 : 1;
    }

    String octets() {
        return octets;
    }

    @Override
    public String toString() {
        return String.join("; ", script);
    }
}
