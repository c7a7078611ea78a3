package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;

class ConnectionTableTest {
    /** Stream, client's port and place of each packet of a script, and what remains of its last connection. */
    private static final class Tracked {
        final List<String> segments = new ArrayList<>();
        final List<Connection> connections = new ArrayList<>();

        Tracked(String script) throws Exception {
            StreamRecorder recorder = new StreamRecorder(ReassemblyLimits.DEFAULT);
            PacketDecoder decoder = new PacketDecoder();
            Packet packet = new Packet();
            try (PacketSource source = TcpScript.parse(script).source()) {
                while (source.next(packet)) {
                    DecodedPacket decoded = decoder.decode(packet);
                    Segment segment = recorder.table.track(decoded);
                    if (!connections.contains(segment.connection())) {
                        connections.add(segment.connection());
                    }
                    segments.add(segment.connection().index() + " " + (segment.isFromClient() ? "C" : "S") + " "
                            + segment.sequence() + " " + segment.acknowledgment() + " " + segment.nextSequence());
                }
            }
        }

        List<Long> streams() {
            return segments.stream()
                    .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                    .toList();
        }

        Connection first() {
            return connections.getFirst();
        }
    }

    @Nested
    class Numbering {
        @Test
        void connectionsAreNumberedInTheOrderOfTheirFirstPackets() throws Exception {
            Tracked tracked =
                    new Tracked("C SYN; client 10.0.0.1:41000; C SYN; client 10.0.0.1:40000; S SYN-ACK; C ACK;"
                            + " server 10.0.0.3:10000; C SYN");
            assertEquals(List.of(0L, 1L, 0L, 0L, 2L), tracked.streams());
        }

        @Test
        void numbersAreRelativeAndThoseWithFlagsCountThem() throws Exception {
            assertEquals(
                    List.of(
                            "0 C 0 0 1",
                            "0 S 0 1 1",
                            "0 C 1 1 1",
                            "0 C 1 1 5",
                            "0 S 1 5 1",
                            "0 C 5 1 6",
                            "0 S 1 6 2",
                            "0 C 6 2 6"),
                    new Tracked("isn C 0xfffffffe; handshake; C data 'Ofir'; S ACK; close").segments);
        }

        @Test
        void theSamePortsOfOtherAddressesAreOtherConnections() throws Exception {
            Tracked tracked = new Tracked(
                    "C SYN; client 10.0.0.3:40000; C SYN; client 10.0.0.1:40000; server 10.0.0.3:10000; C SYN");
            assertEquals(List.of(0L, 1L, 2L), tracked.streams());
        }

        @Test
        void ipv4AndIpv6OfTheSameBitsAreTwoConnections() throws Exception {
            Tracked tracked =
                    new Tracked("C SYN; client [::10.0.0.1]:40000; server [::10.0.0.2]:10000; C SYN; S SYN-ACK");
            assertEquals(List.of(0L, 1L, 1L), tracked.streams());
            assertEquals(
                    "[::a00:1]:40000",
                    tracked.connections.get(1).client().endpoint().toString());
        }

        @Test
        void bothEndsMayHaveOneAddress() throws Exception {
            Tracked tracked =
                    new Tracked("client 127.0.0.1:40000; server 127.0.0.1:10000; handshake; C data 'a'; S data 'b'");
            assertEquals(List.of("0 C 0 0 1", "0 S 0 1 1", "0 C 1 1 1", "0 C 1 1 2", "0 S 1 2 2"), tracked.segments);
        }
    }

    @Nested
    class PortReuse {
        @Test
        void aSynWithAnotherNumberStartsANewStream() throws Exception {
            Tracked tracked = new Tracked("handshake; close; isn C 70000; isn S 90000; handshake; C data 'a'");
            assertEquals(
                    LongStream.concat(
                                    LongStream.generate(() -> 0).limit(6),
                                    LongStream.generate(() -> 1).limit(4))
                            .boxed()
                            .toList(),
                    tracked.streams());
            assertEquals("1 C 1 1 2", tracked.segments.getLast());
        }

        @Test
        void itDoesSoEvenInAnOpenConnection() throws Exception {
            assertEquals(List.of(0L, 0L, 0L, 1L), new Tracked("handshake; isn C 70000; C SYN").streams());
        }

        @Test
        void aSynSentAgainIsTheSameStream() throws Exception {
            assertEquals(List.of(0L, 0L, 0L, 0L), new Tracked("C SYN; C again; dup; S SYN-ACK").streams());
        }

        @Test
        void theReusedConnectionIsClosedBeforeTheNextIsOpened() {
            StreamRecorder recorder = StreamRecorder.of("handshake; C data 'ab'; isn C 70000; C SYN; C data 'cd'");
            assertEquals(List.of("opened 0", "closed 0", "opened 1", "closed 1"), recorder.connections);
            assertEquals(List.of("'ab'", "UNFINISHED"), recorder.client(0));
            assertEquals(List.of("'cd'", "UNFINISHED"), recorder.client(1));
        }
    }

    @Nested
    class WhoIsTheClient {
        @Test
        void whoSendsTheSyn() throws Exception {
            assertEquals(
                    10,
                    new Tracked("client 10.0.0.1:10; C SYN; S SYN-ACK")
                            .first()
                            .client()
                            .endpoint()
                            .port());
        }

        @Test
        void whoTheSynAckIsFor() throws Exception {
            Connection connection = new Tracked("client 10.0.0.1:10; server 10.0.0.2:9000; S SYN-ACK").first();
            assertEquals(10, connection.client().endpoint().port());
            assertEquals(1, connection.client().node());
        }

        @Test
        void aSynAckBeforeItsSynIsTheSameConnection() throws Exception {
            Tracked tracked = new Tracked("C SYN; S SYN-ACK; reorder; C ACK; C data 'a'");
            assertEquals(List.of("0 S 0 1 1", "0 C 0 0 1", "0 C 1 1 1", "0 C 1 1 2"), tracked.segments);
            assertTrue(tracked.first().handshake().isComplete());
        }

        @Test
        void inTheMiddleTheHigherPort() throws Exception {
            assertEquals(
                    40000, new Tracked("C data 'a'").first().client().endpoint().port());
            Connection fromServer = new Tracked("S data 'a'").first();
            assertEquals(40000, fromServer.client().endpoint().port());
            assertEquals(10000, fromServer.flow(0).endpoint().port());
        }
    }

    @Nested
    class Leaving {
        private static final String OPEN = "handshake; ";
        private static final ReassemblyLimits THREE =
                new ReassemblyLimits(3, 3, Long.MAX_VALUE, 1 << 20, 1 << 20, 1 << 20);

        private static String client(int port, String script) {
            return "client 10.0.0.1:" + (40_000 + port) + "; " + script + "; ";
        }

        private static List<String> closed(String script) {
            StreamRecorder recorder = StreamRecorder.of(script, THREE);
            List<String> closed = recorder.connections.stream()
                    .filter(line -> line.startsWith("closed"))
                    .toList();
            assertEquals(recorder.table.count(), closed.size(), "every connection is closed once");
            assertEquals(closed.size(), closed.stream().distinct().count(), "every connection is closed once");
            long left = recorder.table.evicted() + recorder.table.closedEvicted();
            assertEquals(recorder.table.count() - 3, left);
            return closed.subList(0, (int) left);
        }

        @Test
        void theOldestHalfOpenOneIsFirst() {
            assertEquals(
                    List.of("closed 1", "closed 2"),
                    closed(client(1, OPEN + "close")
                            + client(2, "C SYN")
                            + client(3, "C SYN")
                            + client(4, OPEN)
                            + client(5, OPEN)));
        }

        @Test
        void oneWhoseHandshakeWasCompletedIsNotHalfOpen() {
            assertEquals(
                    List.of("closed 1"),
                    closed(client(1, "C SYN")
                            + client(2, "C SYN")
                            + client(3, OPEN)
                            + client(1, "S SYN-ACK; C ACK")
                            + client(4, OPEN)));
        }

        @Test
        void thenTheLongestClosedOne() {
            assertEquals(
                    List.of("closed 2", "closed 1"),
                    closed(client(1, OPEN)
                            + client(2, OPEN)
                            + client(3, OPEN)
                            + client(3, "C ACK")
                            + client(2 + 1, "C data 'x'")
                            + client(3, "S ACK")
                            + client(3, "C RST").replace("client 10.0.0.1:3; C RST; ", "client 10.0.0.1:3; C RST; ")
                            + client(2, "close")
                            + client(4, OPEN)
                            + client(5, OPEN)));
        }

        /** However much room the table has: a scan or a flood opens more than is worth keeping. */
        @Test
        void ofHalfOpenAndClosedOnesOnlySoManyAreKept() {
            ReassemblyLimits two = new ReassemblyLimits(100, 2, Long.MAX_VALUE, 1 << 20, 1 << 20, 1 << 20);
            StreamRecorder recorder = StreamRecorder.of(
                    client(1, "C SYN")
                            + client(2, "C SYN")
                            + client(3, OPEN)
                            + client(4, OPEN + "close")
                            + client(5, "C SYN")
                            + client(6, "C SYN")
                            + client(7, OPEN + "C RST")
                            + client(8, OPEN + "close")
                            + client(9, OPEN),
                    two);
            assertEquals(
                    List.of("closed 0", "closed 1", "closed 4", "closed 3"),
                    recorder.connections.stream()
                            .filter(line -> line.startsWith("closed"))
                            .limit(4)
                            .toList());
            assertEquals(3, recorder.table.evicted(), "what was closed was not given up");
        }

        @Test
        void aSmallHeapKeepsFewerOfThoseThatCarryData() {
            ReassemblyLimits small = ReassemblyLimits.ofHeap(192 << 10);
            StringBuilder silent = new StringBuilder();
            StringBuilder talking = new StringBuilder();
            for (int port = 1; port <= 20; port++) {
                silent.append(client(port, OPEN));
                talking.append(client(port, OPEN + "C data 'x'"));
            }
            assertEquals(0, StreamRecorder.of(silent.toString(), small).table.evicted());
            assertEquals(12, StreamRecorder.of(talking.toString(), small).table.evicted());
        }

        @Test
        void whoeverBeginsToTalkStaysThoughItIsTheOldest() {
            StreamRecorder recorder = StreamRecorder.of(
                    client(1, OPEN) + client(2, OPEN) + client(1, "C data 'x'"), ReassemblyLimits.ofHeap(18 << 10));
            assertEquals(0, recorder.table.evicted());
        }

        @Test
        void aLargeHeapKeepsAsManyAsThereMayBe() {
            assertEquals(Long.MAX_VALUE, ReassemblyLimits.ofHeap(900L << 20).connectionBytes());
        }

        @Test
        void thenTheOldest() {
            assertEquals(
                    List.of("closed 0", "closed 1"),
                    closed(client(1, OPEN)
                            + client(2, OPEN)
                            + client(3, OPEN)
                            + client(1, "C data 'a'")
                            + client(4, OPEN)
                            + client(5, OPEN)));
        }

        @Test
        void aScanDoesNotPushOutWhatIsOpen() {
            StringBuilder script = new StringBuilder(client(1, OPEN) + client(2, OPEN));
            for (int port = 3; port < 500; port++) {
                script.append(client(port, "C SYN; S RST-ACK"));
            }
            List<String> closed = closed(script.toString());
            assertFalse(closed.contains("closed 0") || closed.contains("closed 1"));
        }

        @Test
        void oneThatLeftAndComesBackIsANewConnection() {
            StreamRecorder recorder = StreamRecorder.of(
                    client(1, OPEN + "C data 'a'")
                            + client(2, OPEN)
                            + client(3, OPEN)
                            + client(4, OPEN)
                            + client(1, "C data 'b'"),
                    THREE);
            assertEquals(List.of("'a'", "UNFINISHED"), recorder.client(0));
            assertEquals(List.of("'b'", "UNFINISHED"), recorder.client(4));
        }

        @Test
        void atTheEndTheRestLeavesInTheOrderOfNumbers() {
            StreamRecorder recorder =
                    StreamRecorder.of(client(1, OPEN) + client(2, "C SYN") + client(3, OPEN + "close"));
            assertEquals(
                    List.of("opened 0", "opened 1", "opened 2", "closed 0", "closed 1", "closed 2"),
                    recorder.connections);
        }
    }

    @Nested
    class WhatIsKnown {
        @Test
        void closedByAFinOfEachSideOrAReset() throws Exception {
            assertFalse(new Tracked("handshake; C FIN").first().isClosed());
            assertTrue(new Tracked("handshake; close").first().isClosed());
            assertTrue(new Tracked("handshake; S RST").first().isClosed());
        }

        @Test
        void completenessAddsUpAsWiresharks() throws Exception {
            assertEquals(1, new Tracked("C SYN").first().completeness());
            assertEquals(7, new Tracked("handshake").first().completeness());
            assertEquals(31, new Tracked("handshake; C data 'a'; close").first().completeness());
            assertEquals(39, new Tracked("handshake; C RST").first().completeness());
        }

        @Test
        void theHandshakesFramesOffersAndRoundTrip() throws Exception {
            Handshake handshake = new Tracked(
                            "C SYN mss=1460 sack wscale=7; at +20ms; S SYN-ACK mss=1400; at +3ms; C ACK")
                    .first()
                    .handshake();
            assertEquals(
                    List.of(1L, 2L, 3L), List.of(handshake.synFrame(), handshake.synAckFrame(), handshake.ackFrame()));
            assertEquals(23_000_000, handshake.roundTripNanos());
            assertEquals(new Handshake.Offer(1000, 1460, 7, true, false), handshake.client());
            assertEquals(new Handshake.Offer(5000, 1400, null, false, false), handshake.server());
        }

        @Test
        void windowsAreScaledOnlyWhereBothOffer() throws Exception {
            Tracked both = new Tracked("handshake; C data 'a' win=100");
            assertEquals(7, both.first().client().windowScale());
            Tracked one = new Tracked("C SYN wscale=7; S SYN-ACK; C ACK");
            assertEquals(Flow.SCALE_NONE, one.first().client().windowScale());
            assertEquals(Flow.SCALE_NONE, one.first().server().windowScale());
            assertEquals(
                    Flow.SCALE_UNKNOWN,
                    new Tracked("C data 'a'").first().client().windowScale());
        }
    }
}
