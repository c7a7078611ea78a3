package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.client.session.LinePlace;
import parley.client.web.LineOnWire;
import parley.client.web.LineOnWire.Frame;

class WireRecorderTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 40000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 10000);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final WireRecorder recorder = new WireRecorder("lo, tcp port 10000");
    private final Wire wire = new Wire(recorder);

    private Wire.Link connect() {
        return wire.connect(CLIENT, SERVER, 1000, 5000);
    }

    @Test
    void aLineInOneSegmentIsThatFrameAndItsAcknowledgement() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir\n");
        link.acknowledge(link.server);

        LineOnWire line = found(link.sent(0, 5));

        assertEquals(0, line.stream());
        assertEquals(List.of(4L), carriers(line));
        assertEquals(5, ack(line).number());
        assertEquals(MILLISECOND, line.ackDelayNanos());
        assertEquals("frame.number in {4,5}", line.filter());
    }

    @Test
    void aFrameIsToldLayerByLayer() {
        Wire.Link link = connect();
        link.say(link.server, "welcome\n");
        link.say(link.client, "Ofir\n");

        Frame frame = found(link.sent(0, 5)).carriers().getFirst();

        byte[] octets = HexFormat.of().parseHex(frame.bytes());
        assertEquals("Ofir\n", new String(octets, octets.length - 5, 5, StandardCharsets.US_ASCII));
        assertEquals(14 + 20 + 20 + 5, octets.length);
        assertEquals(
                new Frame(
                        5,
                        Wire.START_NANOS + 4 * MILLISECOND,
                        59,
                        "127.0.0.1",
                        40000,
                        "127.0.0.1",
                        10000,
                        Wire.TIME_TO_LIVE,
                        Wire.IDENTIFICATION,
                        true,
                        45,
                        "PSH, ACK",
                        1,
                        9,
                        1001,
                        5009,
                        512,
                        20,
                        5,
                        frame.bytes()),
                frame);
    }

    @Test
    void ofALongFrameTheFirstOctetsAreThere() {
        Wire.Link link = connect();
        link.say(link.client, "x".repeat(1000));

        Frame frame = found(link.sent(0, 1000)).carriers().getFirst();

        assertEquals(1054, frame.length());
        assertEquals(1000, frame.payloadLength());
        assertEquals(2 * RecordedFrame.OCTETS, frame.bytes().length());
    }

    @Test
    void aLineSplitOverTwoSegmentsHasTwoCarriers() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir to ");
        link.acknowledge(link.server);
        link.say(link.client, "Roony - hi\n");
        link.acknowledge(link.server);

        LineOnWire line = found(link.sent(0, 19));

        assertEquals(List.of(4L, 6L), carriers(line));
        assertEquals(7, ack(line).number());
        assertEquals(MILLISECOND, line.ackDelayNanos());
        assertEquals("frame.number in {4,6,7}", line.filter());
    }

    @Test
    void aLineOfWhichAPartIsNotCapturedYetIsNotFound() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir to ");

        assertEquals(Optional.empty(), recorder.find(link.sent(0, 19)));
    }

    @Test
    void twoLinesInOneSegmentHaveTheSameCarrier() {
        Wire.Link link = connect();
        link.say(link.server, "hello Ofir\nonline: Ofir\n");
        link.acknowledge(link.client);

        assertEquals(List.of(4L), carriers(found(link.received(0, 11))));
        assertEquals(List.of(4L), carriers(found(link.received(11, 24))));
    }

    @Test
    void eachLineHasItsOwnFramesAndNoNeighbours() {
        Wire.Link link = connect();
        link.say(link.client, "one\n");
        link.say(link.client, "two\n");
        link.say(link.client, "three\n");
        link.acknowledge(link.server, 8);
        link.acknowledge(link.server, 14);

        assertEquals(List.of(5L), carriers(found(link.sent(4, 8))));
        assertEquals(7, ack(found(link.sent(4, 8))).number());
        assertEquals(8, ack(found(link.sent(8, 14))).number());
    }

    @Test
    void aLineSentAgainHasBothSegments() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir\n");
        wire.pause(200);
        link.resend(link.client, 0, "Ofir\n");
        link.acknowledge(link.server);

        LineOnWire line = found(link.sent(0, 5));

        assertEquals(List.of(4L, 5L), carriers(line));
        assertEquals(6, ack(line).number());
        assertEquals(MILLISECOND, line.ackDelayNanos());
    }

    @Test
    void whatIsSentAgainNeedlesslyDoesNotChangeTheDelay() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir\n");
        link.acknowledge(link.server);
        link.resend(link.client, 0, "Ofir\n");

        LineOnWire line = found(link.sent(0, 5));

        assertEquals(List.of(4L, 6L), carriers(line));
        assertEquals(5, ack(line).number());
        assertEquals(MILLISECOND, line.ackDelayNanos());
    }

    @Test
    void theAcknowledgementIsThereOnceItIsCaptured() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir\n");
        link.acknowledge(link.server, 4);

        LineOnWire before = found(link.sent(0, 5));
        assertNull(before.ack());
        assertNull(before.ackDelayNanos());
        assertEquals("frame.number in {4}", before.filter());

        link.say(link.server, "hello Ofir\n");

        LineOnWire after = found(link.sent(0, 5));
        assertEquals(6, ack(after).number());
        assertEquals("PSH, ACK", ack(after).flags());
        assertEquals(2 * MILLISECOND, after.ackDelayNanos());
    }

    @Test
    void sentAndReceivedAreTwoDirections() {
        Wire.Link link = connect();
        link.say(link.server, "welcome\n");
        link.say(link.client, "Ofir\n");
        link.acknowledge(link.server);

        assertEquals(10000, found(link.received(0, 5)).carriers().getFirst().sourcePort());
        assertEquals(40000, found(link.sent(0, 5)).carriers().getFirst().sourcePort());
        assertEquals(5, ack(found(link.received(0, 8))).number());
        assertEquals(6, ack(found(link.sent(0, 5))).number());
    }

    @Test
    void aPortUsedAgainIsAnotherConnection() {
        Wire.Link first = connect();
        first.say(first.client, "Ofir\n");
        first.close();
        wire.pause(10);
        Wire.Link second = wire.connect(CLIENT, SERVER, 90_000, 70_000);
        second.say(second.client, "Emily\n");

        assertEquals(List.of(4L), carriers(found(first.sent(0, 5))));
        assertEquals(0, found(first.sent(0, 5)).stream());
        assertEquals(List.of(11L), carriers(found(second.sent(0, 6))));
        assertEquals(1, found(second.sent(0, 6)).stream());
    }

    @Test
    void aConnectionThatIsNotCapturedYetIsNotTheOneBefore() {
        Wire.Link first = connect();
        first.say(first.client, "Ofir\n");
        LinePlace sameEndsLater = new LinePlace(
                CLIENT,
                SERVER,
                first.sent(0, 5).opened().plusSeconds(60),
                true,
                first.sent(0, 5).range());

        assertEquals(Optional.empty(), recorder.find(sameEndsLater));
    }

    @Test
    void anotherPortIsNotFound() {
        Wire.Link link = connect();
        link.say(link.client, "Ofir\n");
        LinePlace place = link.sent(0, 5);

        assertEquals(
                Optional.empty(),
                recorder.find(new LinePlace(
                        new InetSocketAddress("127.0.0.1", 40001), SERVER, place.opened(), true, place.range())));
        assertEquals(
                Optional.empty(),
                recorder.find(new LinePlace(
                        InetSocketAddress.createUnresolved("localhost", 40000),
                        SERVER,
                        place.opened(),
                        true,
                        place.range())));
    }

    @Test
    void theOldestFramesGoFirst() {
        WireRecorder small = new WireRecorder("lo", 4);
        Wire few = new Wire(small);
        Wire.Link link = few.connect(CLIENT, SERVER, 1000, 5000);
        link.say(link.client, "one\n");
        link.say(link.client, "two\n");
        assertTrue(small.find(link.sent(0, 4)).isPresent());

        few.pause(1);
        link.acknowledge(link.server);
        link.acknowledge(link.server);
        link.acknowledge(link.server);

        assertEquals(Optional.empty(), small.find(link.sent(0, 4)));
        assertEquals(
                5,
                small.find(link.sent(4, 8)).orElseThrow().carriers().getFirst().number());
    }

    @Test
    void aLineSentAgainWhoseFirstFrameIsForgottenIsKnownNoMore() {
        WireRecorder small = new WireRecorder("lo", 2);
        Wire few = new Wire(small);
        Wire.Link link = few.connect(CLIENT, SERVER, 1000, 5000);
        link.say(link.client, "one\n");
        link.acknowledge(link.server);
        link.resend(link.client, 0, "one\n");

        assertEquals(Optional.empty(), small.find(link.sent(0, 4)));
    }

    @Test
    void aConnectionGoesOnWhereAllItsFramesWereForgotten() {
        WireRecorder small = new WireRecorder("lo", 3);
        Wire few = new Wire(small);
        Wire.Link quiet = few.connect(CLIENT, SERVER, 1000, 5000);
        few.connect(new InetSocketAddress("127.0.0.1", 40001), SERVER, 1000, 5000);
        quiet.say(quiet.client, "one\n");

        assertEquals(
                7,
                small.find(quiet.sent(0, 4)).orElseThrow().carriers().getFirst().number());
    }

    @Test
    void numbersThatWrapAreStillPositions() {
        Wire.Link link = wire.connect(CLIENT, SERVER, 0xffff_fffaL, 0xffff_ffffL);
        link.say(link.client, "one\n");
        link.say(link.client, "two\n");
        link.acknowledge(link.server);

        LineOnWire line = found(link.sent(4, 8));

        assertEquals(List.of(5L), carriers(line));
        assertEquals(5, line.carriers().getFirst().sequence());
        assertEquals(0xffff_ffffL, line.carriers().getFirst().rawSequence());
        assertEquals(6, ack(line).number());
    }

    @Test
    void aStreamOfMoreThanFourGigabytesHasNoSecondPlaceForALine() {
        Wire.Link link = connect();
        link.say(link.client, "one\n");
        long position = 4;
        while (position <= 1L << 32) {
            position += 1 << 30;
            link.resend(link.client, position, "later\n");
        }

        assertEquals(List.of(4L), carriers(found(link.sent(0, 4))));
        assertEquals(List.of(wire.lastFrame()), carriers(found(link.sent(position, position + 6))));
        assertEquals(Optional.empty(), recorder.find(link.sent(1L << 32, (1L << 32) + 4)));
    }

    @Test
    void aConnectionWhoseBeginningIsNotCapturedIsNotGuessedAt() {
        Wire.Link late = wire.unseen(CLIENT, SERVER);
        late.say(late.client, "Ofir\n");
        late.acknowledge(late.server);

        assertEquals(Optional.empty(), recorder.find(late.sent(0, 5)));
    }

    @Test
    void ipv6IsFoundLikewise() {
        Wire.Link link =
                wire.connect(new InetSocketAddress("::1", 40000), new InetSocketAddress("::1", 10000), 1000, 5000);
        link.say(link.client, "Ofir\n");
        link.acknowledge(link.server);

        LineOnWire line = found(link.sent(0, 5));

        assertEquals(List.of(4L), carriers(line));
        assertEquals("::1", line.carriers().getFirst().source());
        assertNull(line.carriers().getFirst().identification());
        assertEquals(Wire.TIME_TO_LIVE, line.carriers().getFirst().timeToLive());
        assertEquals(65, line.carriers().getFirst().ipLength());
    }

    private LineOnWire found(LinePlace place) {
        return recorder.find(place).orElseThrow();
    }

    private static List<Long> carriers(LineOnWire line) {
        return line.carriers().stream().map(Frame::number).toList();
    }

    private static Frame ack(LineOnWire line) {
        return Objects.requireNonNull(line.ack());
    }
}
