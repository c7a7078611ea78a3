package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.diff.Transport.Ending;
import parley.analyzer.replay.diff.Transport.Occurrences;
import parley.analyzer.replay.diff.Transport.Opening;
import parley.analyzer.replay.diff.Transport.Trouble;

/**
 * Something of TCP that is otherwise in B.
 *
 * @param what for people: {@code client, retransmissions}
 * @param a how it was in A: a number, or in words
 * @param b how it was in B
 * @param framesA where that is seen in A, its first frames; empty where it is not
 * @param framesB likewise in B
 */
public record TransportDifference(String what, String a, String b, List<Long> framesA, List<Long> framesB) {
    public TransportDifference {
        framesA = List.copyOf(framesA);
        framesB = List.copyOf(framesB);
    }

    /** What is otherwise of a connection. */
    static List<TransportDifference> between(Transport a, Transport b, Slower slower) {
        List<TransportDifference> found = new ArrayList<>();
        if (a.opening() != b.opening()) {
            found.add(new TransportDifference(
                    "handshake",
                    a.opening().toString(),
                    b.opening().toString(),
                    List.of(a.firstFrame()),
                    List.of(b.firstFrame())));
        } else if (a.handshakeNanos() >= 0
                && b.handshakeNanos() >= 0
                && slower.test(a.handshakeNanos(), b.handshakeNanos())) {
            found.add(new TransportDifference(
                    "time of the handshake",
                    Words.duration(a.handshakeNanos()),
                    Words.duration(b.handshakeNanos()),
                    List.of(a.firstFrame()),
                    List.of(b.firstFrame())));
        }
        addCounts("client", a.ofClient(), b.ofClient(), found);
        addCounts("server", a.ofServer(), b.ofServer(), found);
        if (a.ending() != b.ending()) {
            found.add(new TransportDifference(
                    "end", a.ending().toString(), b.ending().toString(), endingFrame(a), endingFrame(b)));
        }
        return found;
    }

    private static List<Long> endingFrame(Transport transport) {
        return transport.ending() == Ending.OPEN ? List.of() : List.of(transport.endingFrame());
    }

    private static void addCounts(
            String side, Map<Trouble, Occurrences> a, Map<Trouble, Occurrences> b, List<TransportDifference> found) {
        for (Trouble trouble : Trouble.values()) {
            Occurrences then = a.getOrDefault(trouble, Occurrences.NONE);
            Occurrences now = b.getOrDefault(trouble, Occurrences.NONE);
            if (then.count() != now.count()) {
                found.add(counted(side + ", " + trouble, then, now));
            }
        }
    }

    private static TransportDifference counted(String what, Occurrences a, Occurrences b) {
        return new TransportDifference(what, Words.number(a.count()), Words.number(b.count()), a.frames(), b.frames());
    }

    /** What is otherwise of connections that carried nothing, which are nobody's: how many there are of each kind. */
    static List<TransportDifference> betweenEmpty(List<Transport> a, List<Transport> b) {
        Map<Opening, List<Long>> then = byOpening(a);
        Map<Opening, List<Long>> now = byOpening(b);
        List<TransportDifference> found = new ArrayList<>();
        for (Opening opening : Opening.values()) {
            List<Long> framesA = then.getOrDefault(opening, List.of());
            List<Long> framesB = now.getOrDefault(opening, List.of());
            if (framesA.size() != framesB.size()) {
                found.add(counted(
                        "connections that carried nothing, handshake " + opening,
                        new Occurrences(
                                framesA.size(),
                                framesA.stream().limit(TransportRecorder.FRAMES).toList()),
                        new Occurrences(
                                framesB.size(),
                                framesB.stream().limit(TransportRecorder.FRAMES).toList())));
            }
        }
        return found;
    }

    private static Map<Opening, List<Long>> byOpening(List<Transport> transports) {
        Map<Opening, List<Long>> frames = new TreeMap<>();
        for (Transport transport : transports) {
            frames.computeIfAbsent(transport.opening(), any -> new ArrayList<>())
                    .add(transport.firstFrame());
        }
        return frames;
    }
}
