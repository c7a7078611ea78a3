package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamReassemblerTest {
    /** What the client sent in the script's only connection. */
    private static List<String> client(String script) {
        return StreamRecorder.of(script).client(0);
    }

    private static List<String> server(String script) {
        return StreamRecorder.of(script).server(0);
    }

    @Nested
    class InOrder {
        @Test
        void segmentsAreGivenOutAsTheyCome() {
            StreamRecorder recorder =
                    StreamRecorder.of("handshake; C data 'Ofir'; S data 'hello\\n'; C data 'bye'; close");
            assertEquals(List.of("'Ofir'", "'bye'", "FIN"), recorder.client(0));
            assertEquals(List.of("'hello\n'", "FIN"), recorder.server(0));
            assertEquals(List.of(4L, 6L), recorder.clientOctets(0).frames);
        }

        @Test
        void aSynMayHaveData() {
            assertEquals(
                    List.of("'GET'", "' /'", "FIN"), client("C SYN data 'GET'; S SYN-ACK; C ACK; C data ' /'; close"));
        }

        @Test
        void aFinMayHaveData() {
            assertEquals(List.of("'ab'", "'c'", "FIN"), client("handshake; C data 'ab'; C FIN-ACK data 'c'; S ACK"));
        }

        @Test
        void numbersWrap() {
            assertEquals(
                    List.of("'abc'", "'defgh'", "'ij'", "FIN"),
                    client("isn C 0xfffffffc; handshake; C data 'abc'; C data 'defgh'; C data 'ij'; close"));
        }

        @Test
        void oneSideAloneIsEnough() {
            assertEquals(List.of("'ab'", "'cd'", "FIN"), client("C SYN; C ACK; C data 'ab'; C data 'cd'; C FIN"));
        }

        @Test
        void aCaptureMayBeginInTheMiddle() {
            StreamRecorder recorder = StreamRecorder.of("C data 'cd'; S ACK; S data 'x'; C data 'ef'");
            assertEquals(List.of("'cd'", "'ef'", "UNFINISHED"), recorder.client(0));
            assertEquals(List.of("'x'", "UNFINISHED"), recorder.server(0));
        }

        @Test
        void aKeepAliveOctetIsNotGivenOutAgain() {
            assertEquals(
                    List.of("'ab'", "'c'", "FIN"),
                    client("handshake; C data 'ab'; S ACK; C ACK data 'x' seq=2; S ACK; C data 'c' seq=3; close"));
        }
    }

    @Nested
    class OpenedAnew {
        @Test
        void aRefusalNumberedZeroDoesNotStartTheServersDirection() {
            StreamRecorder recorder =
                    StreamRecorder.of("C SYN; S RST-ACK seq=4294962296; C SYN seq=0; S SYN-ACK seq=0; C ACK;"
                            + " C data 'Ofir'; S data 'hello' seq=1; close");
            assertEquals(List.of("RST", "'hello'"), recorder.server(0));
            assertEquals(List.of("RST", "'Ofir'"), recorder.client(0));
        }

        @Test
        void aServerMayAnswerWithAnotherNumberWhileNothingHasBeenSent() {
            assertEquals(
                    List.of("'hello'", "FIN"),
                    server("C SYN; S SYN-ACK; isn S 4000000; S SYN-ACK; C ACK; S data 'hello'; S FIN; C ACK"));
        }

        @Test
        void aKeepAliveBeforeAnyDataDoesNotStartADirectionWhoseSynWasNotSeen() {
            assertEquals(
                    List.of("'ab'", "UNFINISHED"), server("C SYN; C ACK ack=1; S ACK seq=0; C ACK; S data 'ab' seq=1"));
        }

        @Test
        void aSynThatComesAgainChangesNothingOnceDataWereSeen() {
            assertEquals(
                    List.of("'ab'", "'cd'", "FIN"),
                    client("C SYN; S SYN-ACK; C ACK; C data 'ab'; C SYN seq=0; C data 'cd' seq=3; S ACK; C FIN seq=5"));
        }
    }

    @Nested
    class SeenTwice {
        @Test
        void theSameAgainBringsNothing() {
            assertEquals(
                    List.of("'ab'", "'cd'", "FIN"), client("handshake; C data 'ab'; dup; C data 'cd'; dup; close"));
        }

        @Test
        void otherBoundariesBringOnlyWhatIsNew() {
            assertEquals(
                    List.of("'ab'", "'cd'", "'ef'", "FIN"),
                    client("handshake; C data 'ab'; C data 'cd'; C data 'bcdef' seq=2; close"));
        }

        @Test
        void whatWasGivenOutFirstCounts() {
            assertEquals(
                    List.of("'GOOD'", "'!'", "FIN"), client("handshake; C data 'GOOD'; C data 'EVIL!' seq=1; close"));
        }

        @Test
        void whatWasHeldFirstCountsAgainstLaterHeld() {
            assertEquals(
                    List.of("'ab'", "'GOOD'", "'!'", "FIN"),
                    client("handshake; C data 'GOOD' seq=3; C data 'EVIL!' seq=3; C data 'ab' seq=1; close"));
        }

        @Test
        void whatWasHeldFirstCountsAgainstLaterInOrder() {
            assertEquals(
                    List.of("'ab'", "'GOOD'", "'gh'", "FIN"),
                    client("handshake; C data 'GOOD' seq=3; C data 'abEVILgh' seq=1; close"));
        }

        @Test
        void aPieceAroundHeldOnesFillsTheHolesBetween() {
            assertEquals(
                    List.of("'a'", "'b'", "'C'", "'d'", "'E'", "'f'", "FIN"),
                    client("handshake; C data 'C' seq=3; C data 'E' seq=5; C data 'bcdef' seq=2; C data 'a' seq=1;"
                            + " close"));
        }
    }

    @Nested
    class SeenTwiceAndTheLastCounts {
        private static List<String> client(String script) {
            return StreamRecorder.of(script, Overlap.LAST).client(0);
        }

        @Test
        void whatWasGivenOutStays() {
            assertEquals(
                    List.of("'GOOD'", "'!'", "FIN"), client("handshake; C data 'GOOD'; C data 'EVIL!' seq=1; close"));
        }

        @Test
        void whatIsHeldIsReplacedByLaterHeld() {
            assertEquals(
                    List.of("'ab'", "'EVIL!'", "FIN"),
                    client("handshake; C data 'GOOD' seq=3; C data 'EVIL!' seq=3; C data 'ab' seq=1; close"));
        }

        @Test
        void whatIsHeldIsReplacedByLaterInOrder() {
            assertEquals(
                    List.of("'abEVILgh'", "FIN"),
                    client("handshake; C data 'GOOD' seq=3; C data 'abEVILgh' seq=1; close"));
        }

        @Test
        void aPieceWithinAHeldOneReplacesItsMiddle() {
            assertEquals(
                    List.of("'a'", "'bc'", "'XY'", "'fg'", "FIN"),
                    client("handshake; C data 'bcdefg' seq=2; C data 'XY' seq=4; C data 'a' seq=1; close"));
        }

        @Test
        void whatASnappedSegmentLacksReplacesNothing() {
            assertEquals(
                    List.of("'aX'", "'c'", "FIN"),
                    client("handshake; C data 'bc' seq=2; C data 'aXY' snap=2 seq=1; close"));
        }

        @Test
        void theOctetOfAKeepAliveReplacesNothing() {
            assertEquals(
                    List.of("'a'", "'bc'", "FIN"),
                    client("handshake; C data 'bc' seq=2; C ACK data 'X' seq=3; C data 'a' seq=1; close"));
        }
    }

    @Nested
    class Conflicts {
        private static List<String> conflicts(String script, Overlap overlap) {
            return StreamRecorder.of(script, overlap).clientOctets(0).conflicts;
        }

        private static List<String> conflicts(String script) {
            return conflicts(script, Overlap.FIRST);
        }

        @Test
        void octetsGivenOutAndSentAgainOtherwiseAreTold() {
            assertEquals(
                    List.of("2: 'bc' of 4!, 'XY' of 6"),
                    conflicts("handshake; C data 'abcd'; C data 'ef'; C data 'aXYdef' seq=1; close"));
        }

        @Test
        void octetsHeldAndSentAgainOtherwiseAreToldWithTheOnesThatCount() {
            String script = "handshake; C data 'GOOD' seq=3; C data 'EVIL!' seq=3; C data 'ab' seq=1; close";
            assertEquals(List.of("3: 'GOOD' of 4!, 'EVIL' of 5"), conflicts(script));
            assertEquals(List.of("3: 'GOOD' of 4, 'EVIL' of 5!"), conflicts(script, Overlap.LAST));
        }

        @Test
        void oneSegmentMayContradictSeveral() {
            assertEquals(
                    List.of("1: 'a' of 4!, 'A' of 7", "3: 'c' of 5!, 'C' of 7", "7: 'g' of 6!, 'G' of 7"),
                    conflicts("handshake; C data 'ab'; C data 'cd'; C data 'gh' seq=7; C data 'AbCdefGh' seq=1;"
                            + " close"));
        }

        @Test
        void whatTheLastReplacedIsComparedNoMore() {
            String script = "handshake; C data 'one' seq=3; C data 'two' seq=3; C data 'two' seq=3; C data 'ab' seq=1;"
                    + " C data 'abtwo' seq=1";
            assertEquals(List.of("3: 'one' of 4, 'two' of 5!"), conflicts(script, Overlap.LAST));
        }

        @Test
        void theSameOctetsAgainAreNone() {
            assertEquals(
                    List.of(),
                    conflicts("handshake; C data 'ab'; dup; C data 'ef' seq=5; C data 'abcdef' seq=1; dup; close"));
        }

        @Test
        void theGarbageOfAKeepAliveIsNone() {
            assertEquals(
                    List.of(),
                    conflicts("handshake; C data 'ab'; S ACK; C ACK data 'x' seq=2; S ACK; C data 'c' seq=3; C FIN;"
                            + " C ACK data 'y' seq=4; C ACK data 'z' seq=4"));
        }

        @Test
        void whatWasNotCapturedCannotContradict() {
            assertEquals(
                    List.of(), conflicts("handshake; C data 'abcd' snap=2; C data 'abXY' seq=1; C data 'ab' seq=1"));
        }

        @Test
        void whatAResetExplainsIsNone() {
            assertEquals(List.of(), conflicts("handshake; C data 'abcd'; C RST-ACK data 'why?' seq=1"));
        }

        @Test
        void numbersMayWrapBetween() {
            assertEquals(
                    List.of("2: 'bcd' of 4!, 'BCD' of 5"),
                    conflicts("isn C 0xfffffffd; handshake; C data 'abcde'; C data 'aBCDe' seq=1; close"));
        }

        @Test
        void onlyTheLatestOctetsAreRemembered() {
            ReassemblyLimits limits = new ReassemblyLimits(10, 10, Long.MAX_VALUE, 10_000, 10_000, 100);
            StreamRecorder recorder = StreamRecorder.of(
                    "handshake; C data 'first'; C data 90; C data 20; C data 'FIRST' seq=1; C data 'X' seq=97;"
                            + " C data 'Y' seq=100; close",
                    limits);
            assertEquals(2, recorder.clientOctets(0).conflicts.size(), recorder.clientOctets(0).conflicts::toString);
        }
    }

    @Nested
    class OutOfOrder {
        @Test
        void aReorderedSegmentWaitsForTheOneBefore() {
            StreamRecorder recorder =
                    StreamRecorder.of("handshake; C data 'ab'; C data 'cd'; reorder; C data 'ef'; close");
            assertEquals(List.of("'ab'", "'cd'", "'ef'", "FIN"), recorder.client(0));
            assertEquals(List.of(5L, 4L, 6L), recorder.clientOctets(0).frames);
        }

        @Test
        void aHoleIsFilledLate() {
            assertEquals(
                    List.of("'ab'", "'cd'", "'ef'", "FIN"),
                    client("handshake; C data 'ab'; lose; C data 'cd'; S ACK; C data 'ef'; S ACK; C data 'ab' seq=1;"
                            + " S ACK; close"));
        }

        @Test
        void segmentsWaitAcrossTheWrap() {
            assertEquals(
                    List.of("'ab'", "'cd'", "'ef'", "FIN"),
                    client("isn C 0xfffffffd; handshake; C data 'ab'; C data 'cd'; C data 'ef'; reorder 2; close"));
        }

        @Test
        void aFinWaitsForTheDataBeforeIt() {
            assertEquals(
                    List.of("'ab'", "'cd'", "FIN"),
                    client("handshake; C data 'ab'; C data 'cd'; C FIN; reorder; S ACK"));
        }

        @Test
        void dataMayComeAfterTheFinThatItPrecedes() {
            assertEquals(
                    List.of("RST", "'late'"),
                    server("handshake; C FIN; S FIN seq=5; C RST; S data 'late' seq=1; C RST"));
        }
    }

    @Nested
    class Lost {
        @Test
        void aHoleThatIsAcknowledgedIsAGap() {
            assertEquals(
                    List.of("'ab'", "gap 2+2", "'ef'", "FIN"),
                    client(
                            "handshake; C data 'ab'; C data 'cd'; unseen; C data 'ef'; S ACK; C data 'cd' seq=3; close"));
        }

        @Test
        void anAcknowledgementThatGoesNoFurtherThanTheHoleLeavesItOpen() {
            assertEquals(
                    List.of("'ab'", "'cd'", "FIN"),
                    client("handshake; C data 'cd' seq=3; S ACK ack=2; C data 'ab' seq=1; S ACK; close"));
            assertEquals(
                    List.of("'ab'", "'cd'", "FIN"),
                    client("handshake; C data 'cd' seq=3; S ACK ack=3; C data 'ab' seq=1; S ACK; close"));
        }

        @Test
        void anAcknowledgementBetweenTwoHolesLeavesTheSecondOpen() {
            assertEquals(
                    List.of("gap 0+2", "'cd'", "'ef'", "'gh'", "FIN"),
                    client("handshake; C data 'cd' seq=3; C data 'gh' seq=7; S ACK ack=6; C data 'ef' seq=5; S ACK;"
                            + " close"));
        }

        @Test
        void severalHolesAreSeveralGaps() {
            assertEquals(
                    List.of("gap 0+2", "'cd'", "gap 4+1", "'f'", "FIN"),
                    client(
                            "handshake; C data 'ab'; unseen; C data 'cd'; C data 'e'; unseen; C data 'f'; S ACK; close"));
        }

        @Test
        void aHoleBeforeTheFinIsAGap() {
            assertEquals(
                    List.of("'ab'", "gap 2+3", "FIN"),
                    client("handshake; C data 'ab'; C data 'cde'; unseen; C FIN; S ACK; S FIN; C ACK"));
        }

        @Test
        void aHoleThatNobodyAcknowledgedIsAGapAtTheEnd() {
            assertEquals(
                    List.of("'ab'", "gap 2+2", "'ef'", "UNFINISHED"),
                    client("handshake; C data 'ab'; C data 'cd'; unseen; C data 'ef'"));
            assertEquals(
                    List.of("'ab'", "gap 2+2", "FIN"), client("handshake; C data 'ab'; C data 'cd'; unseen; C FIN"));
        }

        @Test
        void anAcknowledgementOfWhatWasNeverSeenIsNoGapYet() {
            assertEquals(
                    List.of("'ab'", "'cd'", "FIN"), client("handshake; C data 'ab'; S ACK ack=5; C data 'cd'; close"));
        }

        @Test
        void aSnappedSegmentIsDataAndAGap() {
            assertEquals(
                    List.of("'ab'", "gap 2+4", "'gh'", "FIN"),
                    client("handshake; C data 'abcdef' snap=2; C data 'gh'; S ACK; close"));
        }

        @Test
        void aSegmentSnappedToItsHeadersIsAGap() {
            assertEquals(
                    List.of("gap 0+6", "'gh'", "FIN"),
                    client("handshake; C data 'abcdef' snap=0; C data 'gh'; S ACK; close"));
        }

        @Test
        void aSnappedSegmentDoesNotSkipWhatIsHeldBehindIt() {
            assertEquals(
                    List.of("'ab'", "gap 2+2", "'ef'", "gap 6+1", "'h'", "FIN"),
                    client("handshake; C data 'ef' seq=5; C data 'h' seq=8; C data 'abcdefgh' snap=2 seq=1; S ACK;"
                            + " C FIN"));
        }

        @Test
        void theEndOfASnappedSegmentThatWasHeldIsAGap() {
            assertEquals(
                    List.of("'ab'", "'cd'", "gap 4+2", "UNFINISHED"),
                    client("handshake; C data 'cdef' snap=2 seq=3; C data 'ab' seq=1"));
        }

        @Test
        void reachingTheLimitMakesAGap() {
            ReassemblyLimits limits = new ReassemblyLimits(10, 10, Long.MAX_VALUE, 1000, 10_000, 1 << 20);
            StreamRecorder recorder = StreamRecorder.of(
                    "handshake; C data 2; lose; C data 600; C data 5; lose; C data 600; C data 1; C data 2 seq=1",
                    limits);
            assertEquals(6, recorder.client(0).size(), recorder.client(0)::toString);
            assertEquals("gap 0+2", recorder.client(0).get(0));
            assertEquals("gap 602+5", recorder.client(0).get(2));
            assertEquals(7, recorder.clientOctets(0).missing);
            assertEquals(1, recorder.table.reassemblyLimitsReached());
        }

        @Test
        void theLimitOverAllDirectionsHoldsToo() {
            ReassemblyLimits limits = new ReassemblyLimits(10, 10, Long.MAX_VALUE, 10_000, 1500, 1 << 20);
            StreamRecorder recorder = StreamRecorder.of(
                    "handshake; C data 1; lose; C data 700; client 10.0.0.1:40001; handshake; C data 1; lose; C data 700",
                    limits);
            assertEquals("gap 0+1", recorder.client(1).getFirst());
            assertEquals(1, recorder.table.reassemblyLimitsReached());
        }

        @Test
        void manySmallPiecesReachTheLimitAsFewLargeOnesDo() {
            ReassemblyLimits limits = new ReassemblyLimits(10, 10, Long.MAX_VALUE, 20_000, 1 << 20, 1 << 20);
            StringBuilder script = new StringBuilder("handshake");
            for (int i = 0; i < 400; i++) {
                script.append("; C data 'x' seq=").append(3 + 2 * i);
            }
            StreamRecorder recorder = StreamRecorder.of(script.toString(), limits);
            assertTrue(recorder.table.reassemblyLimitsReached() > 0);
        }
    }

    @Nested
    class Ends {
        @Test
        void aResetEndsBothDirections() {
            StreamRecorder recorder = StreamRecorder.of("handshake; C data 'ab'; S RST-ACK");
            assertEquals(List.of("'ab'", "RST"), recorder.client(0));
            assertEquals(List.of("RST"), recorder.server(0));
        }

        @Test
        void aResetGivesOutWhatIsHeld() {
            assertEquals(
                    List.of("gap 0+2", "'cd'", "RST"), client("handshake; C data 'ab'; unseen; C data 'cd'; S RST"));
        }

        @Test
        void whatIsCapturedBehindAResetFillsTheHoleBeforeIt() {
            assertEquals(
                    List.of("'ab'", "'cd'", "RST"),
                    client("handshake; C data 'ab'; lose; C data 'cd'; S RST; C data 'ab' seq=1"));
        }

        @Test
        void whatAResetCarriesIsNoData() {
            assertEquals(List.of("'ab'", "RST"), client("handshake; C data 'ab'; C RST-ACK data 'too slow'"));
        }

        @Test
        void dataAfterAFinIsStillGivenOutAndTheEndSaidOnce() {
            assertEquals(
                    List.of("'ab'", "FIN", "'cd'"), client("handshake; C data 'ab'; C FIN; C data 'cd' seq=3; C FIN"));
        }

        @Test
        void aFinSentAgainEndsOnce() {
            assertEquals(List.of("'ab'", "FIN"), client("handshake; C data 'ab'; C FIN; C again; S FIN; C again"));
        }

        @Test
        void aConnectionThatIsOpenAtTheEndOfTheCaptureIsUnfinished() {
            assertEquals(List.of("'ab'", "UNFINISHED"), client("handshake; C data 'ab'"));
        }

        @Test
        void aDirectionThatNothingWasSeenOfHasNoEnd() {
            assertEquals(List.of(), server("C SYN; C data 'ab'"));
        }
    }
}
