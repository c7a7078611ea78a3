package parley.analyzer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.ConnectionListener;
import parley.analyzer.tcp.ConnectionTable;
import parley.analyzer.tcp.Overlap;
import parley.analyzer.tcp.ReassemblyLimits;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.PacketDecoder;

class ApplicationLayerTest {
    /** Each octet is a message, {@code !} is a fault of the decoder's. */
    private static class Octets implements ApplicationDecoder {
        @Override
        public String name() {
            return "octets";
        }

        @Override
        public String protocol() {
            return "OCTETS";
        }

        @Override
        public Recognition recognise(StreamStart start) {
            return start.client().length + start.server().length < 2 ? Recognition.NEED_MORE : Recognition.MATCH;
        }

        @Override
        public ConversationDecoder open(Conversation conversation) {
            return new ConversationDecoder() {
                @Override
                public void data(Direction direction, StreamData data) {
                    for (int i = 0; i < data.length(); i++) {
                        char octet = (char) data.bytes()[i];
                        if (octet == '!') {
                            throw new IllegalStateException("a fault");
                        }
                        long at = data.offset() + i;
                        conversation.message(new DecodedMessage(
                                direction, "octet", "", List.of(), String.valueOf(octet), at, at + 1, 0));
                    }
                }

                @Override
                public void gap(Direction direction, long offset, long length) {}

                @Override
                public void end(Direction direction, StreamListener.End end) {}
            };
        }
    }

    /** Asks to be woken {@value #DELAY_MILLIS} ms after each segment with data. */
    private static final class Sleepy extends Octets {
        private static final long DELAY_MILLIS = 100;

        /** When it was woken, in milliseconds since the first packet. */
        private final List<Long> wokenMillis = new ArrayList<>();

        @Override
        public ConversationDecoder open(Conversation conversation) {
            return new ConversationDecoder() {
                @Override
                public void data(Direction direction, StreamData data) {
                    conversation.wakeAt(data.carrier().timestampNanos() + DELAY_MILLIS * 1_000_000);
                }

                @Override
                public void gap(Direction direction, long offset, long length) {}

                @Override
                public void end(Direction direction, StreamListener.End end) {}

                @Override
                public void wake(long timestampNanos) {
                    wokenMillis.add((timestampNanos - TcpScript.START_NANOS) / 1_000_000);
                }
            };
        }
    }

    private static List<Long> wokenMillis(String script) {
        Sleepy decoder = new Sleepy();
        run(script, decoder);
        return decoder.wokenMillis;
    }

    private static class Heard implements MessageListener {
        private final List<String> decoded = new ArrayList<>();
        private final List<Message> settled = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();
        private int waiting;
        private int mostWaiting;

        @Override
        public void decoded(Message message) {
            decoded.add(message.text());
            mostWaiting = Math.max(mostWaiting, ++waiting);
        }

        @Override
        public void settled(Message message) {
            settled.add(message);
            waiting--;
        }

        @Override
        public void identified(Connection connection, String user, long timestampNanos) {}

        @Override
        public void failed(Connection connection, String decoder, long frame, String reason) {
            failed.add(connection.index() + " " + decoder + " " + frame + " " + reason);
        }

        private List<String> acknowledgments() {
            return settled.stream().map(m -> m.text() + m.ackFrame()).toList();
        }
    }

    private static <T extends MessageListener> T run(
            String script, T heard, DecodeAs decodeAs, ApplicationDecoder... decoders) {
        ApplicationLayer layer = new ApplicationLayer(List.of(decoders), decodeAs, heard, AnalysisDepth.FINDINGS);
        ConnectionTable table = new ConnectionTable(ReassemblyLimits.DEFAULT, Overlap.FIRST, new Closes(layer), layer);
        PacketDecoder decoder = new PacketDecoder();
        Packet packet = new Packet();
        try (PacketSource source = TcpScript.parse(script).source()) {
            while (source.next(packet)) {
                layer.advanceTo(packet.timestampNanos());
                Segment segment = table.track(decoder.decode(packet));
                table.reassemble(segment);
                layer.acknowledge(segment);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        table.finish();
        layer.finish();
        return heard;
    }

    private static Heard run(String script, ApplicationDecoder... decoders) {
        return run(script, new Heard(), DecodeAs.AUTOMATIC, decoders);
    }

    private record Closes(ApplicationLayer layer) implements ConnectionListener {
        @Override
        public void opened(Connection connection) {}

        @Override
        public void reopened(Connection connection) {
            layer.closed(connection);
        }

        @Override
        public void closed(Connection connection) {
            layer.closed(connection);
        }
    }

    @Test
    void messagesSettleInTheOrderOfTheirNumbersWhateverIsAcknowledgedFirst() {
        Heard heard = run("""
                handshake
                C data 'ab'
                S data 'cd'
                C ACK
                S ACK
                """, new Octets());
        assertEquals(List.of("a", "b", "c", "d"), heard.decoded);
        // The server's data acknowledge the client's: frame 5 is the first that does.
        assertEquals(List.of("a5", "b5", "c6", "d6"), heard.acknowledgments());
        assertEquals(
                List.of(1L, 2L, 3L, 4L),
                heard.settled.stream().map(Message::number).toList());
    }

    @Test
    void anEarlierMessageHoldsLaterOnesBack() {
        Heard heard = new Heard() {
            @Override
            public void settled(Message message) {
                super.settled(message);
                assertEquals(super.settled.size(), message.number());
            }
        };
        run("""
                handshake
                C data 'ab'
                client 10.0.0.1:40001
                handshake
                C data 'cd'
                S ACK
                client 10.0.0.1:40000
                S ACK
                """, heard, DecodeAs.AUTOMATIC, new Octets());
        assertEquals(List.of("a10", "b10", "c9", "d9"), heard.acknowledgments());
    }

    @Test
    void aPartialAcknowledgementSettlesWhatItCovers() {
        Heard heard = run("handshake; C data 'abc'; S ACK ack=3; S ACK ack=4", new Octets());
        assertEquals(List.of("a5", "b5", "c6"), heard.acknowledgments());
    }

    @Test
    void sequenceNumbersMayWrapBetweenAMessageAndItsAcknowledgement() {
        Heard heard = run("isn C 4294967293; handshake; C data 'abcd'; S ACK", new Octets());
        assertEquals(List.of("a5", "b5", "c5", "d5"), heard.acknowledgments());
    }

    @Test
    void whatIsNeverAcknowledgedSettlesWhenTheConnectionIsOver() {
        Heard heard = run("handshake; C data 'ab'", new Octets());
        assertEquals(List.of("a0", "b0"), heard.acknowledgments());
        assertEquals(-1, heard.settled.getFirst().ackDelayNanos());
    }

    @Test
    void tooManyUnacknowledgedMessagesAreGivenOutAsTheyAre() {
        Heard heard = run("""
                handshake
                C data 60000
                C data 60000
                S ACK
                """, new Octets());
        assertEquals(MessageLog.MAXIMUM + 1, heard.mostWaiting);
        assertEquals(120_000, heard.settled.size());
        assertEquals(
                LongStream.rangeClosed(1, 120_000).boxed().toList(),
                heard.settled.stream().map(Message::number).toList());
        assertEquals(0, heard.settled.get(120_000 - MessageLog.MAXIMUM - 1).ackFrame());
        assertEquals(6, heard.settled.get(120_000 - MessageLog.MAXIMUM).ackFrame());
    }

    @Test
    void aDecoderThatThrowsLeavesItsConnectionAndNoOther() {
        Heard heard = run("""
                handshake
                C data 'ab'
                S ACK
                client 10.0.0.1:40001
                handshake
                C data 'c!d'
                C data 'e'
                client 10.0.0.1:40000
                C data 'fg'
                S ACK
                """, new Octets());
        assertEquals(List.of("a", "b", "c", "f", "g"), heard.decoded);
        assertEquals(List.of("1 octets 9 java.lang.IllegalStateException: a fault"), heard.failed);
        assertEquals(List.of("a5", "b5", "c0", "f12", "g12"), heard.acknowledgments());
    }

    @Test
    void aDecoderThatThrowsOverWhatItWasRecognisedByIsDetachedToo() {
        Heard heard = run("""
                handshake
                C data 'a'
                C data '!'
                C data 'b'
                """, new Octets());
        assertEquals(List.of("a"), heard.decoded);
        assertEquals(List.of("0 octets 5 java.lang.IllegalStateException: a fault"), heard.failed);
    }

    @Test
    void aDecoderThatCannotRecogniseIsLeftOut() {
        Heard heard = run(
                "handshake; C data 'ab'",
                new Octets() {
                    @Override
                    public String name() {
                        return "faulty";
                    }

                    @Override
                    public Recognition recognise(StreamStart start) {
                        throw new AssertionError("a fault");
                    }
                },
                new Octets());
        assertEquals(List.of("a", "b"), heard.decoded);
        assertEquals(List.of("0 faulty 4 java.lang.AssertionError: a fault"), heard.failed);
    }

    @Test
    void aDecoderThatCannotBeOpenedIsDetached() {
        Heard heard = run("handshake; C data 'ab'; C data 'c'", new Octets() {
            @Override
            public ConversationDecoder open(Conversation conversation) {
                throw new IllegalStateException("a fault");
            }
        });
        assertEquals(List.of(), heard.decoded);
        assertEquals(List.of("0 octets 4 java.lang.IllegalStateException: a fault"), heard.failed);
    }

    @Test
    void aListenerThatFailsIsNotTakenForAFaultOfTheDecoders() {
        Heard full = new Heard() {
            @Override
            public void decoded(Message message) {
                throw new UncheckedIOException(new IOException("the disk is full"));
            }
        };
        assertThrows(
                UncheckedIOException.class,
                () -> run("handshake; C data 'ab'", full, DecodeAs.AUTOMATIC, new Octets()));
        assertEquals(List.of(), full.failed);
    }

    @Test
    void aForcedDecoderIsNotAsked() {
        DecodeAs forced = new DecodeAs(Map.of(10_000, "octets"), false);
        assertEquals(List.of("a"), run("handshake; C data 'a'", new Heard(), forced, new Octets()).decoded);
        assertEquals(List.of(), run("handshake; C data 'a'", new Heard(), DecodeAs.AUTOMATIC, new Octets()).decoded);
    }

    @Test
    void aConnectionIsWokenOnceAsItAskedLast() {
        assertEquals(
                List.of(160L), wokenMillis("handshake; at 10ms; C data 'ab'; at 60ms; C data 'c'; at 300ms; S ACK"));
        assertEquals(
                List.of(110L), wokenMillis("handshake; at 10ms; C data 'ab'; at +0ms; C data 'c'; at 300ms; S ACK"));
    }

    @Test
    void eachConnectionIsWokenInTheOrderOfTime() {
        assertEquals(List.of(110L, 120L), wokenMillis("""
                handshake
                client 10.0.0.1:40001
                handshake
                at 10ms
                C data 'ab'
                client 10.0.0.1:40000
                at 20ms
                C data 'ab'
                at 300ms
                S ACK
                """));
    }

    @Test
    void aClosedConnectionIsNotWoken() {
        assertEquals(
                List.of(), wokenMillis("handshake; at 10ms; C data 'ab'; isn C 99999; C SYN; at 300ms; S SYN-ACK"));
    }

    @Test
    void whatIsSaidOfAClosedConnectionHoldsNothingBackForEver() {
        List<Conversation> opened = new ArrayList<>();
        Heard heard = run("""
                handshake
                C data 'ab'
                S ACK
                client 10.0.0.1:40000
                isn C 99999
                handshake
                C data 'c!'
                S ACK
                C data 'd'
                """, new Octets() {
            @Override
            public ConversationDecoder open(Conversation conversation) {
                opened.add(conversation);
                if (opened.size() == 2) {
                    opened.getFirst()
                            .message(new DecodedMessage(Direction.CLIENT, "octet", "", List.of(), "late", 2, 3, 0));
                }
                return super.open(conversation);
            }
        });
        assertEquals(List.of("a", "b", "late", "c"), heard.decoded);
        assertEquals(List.of("a5", "b5", "late0", "c10"), heard.acknowledgments());
    }

    @Test
    void nobodyIsAskedAnyMoreOnceTooMuchHasCome() {
        String full = " data " + StreamStart.MAXIMUM + "; ";
        assertEquals(2, timesAsked("handshake; C" + full + "S" + full + "C data 'ab'"));
        assertEquals(8, timesAsked("handshake; " + ("C" + full).repeat(10)));
    }

    private static int timesAsked(String script) {
        int[] asked = {0};
        Heard heard = run(script, new Octets() {
            @Override
            public Recognition recognise(StreamStart start) {
                asked[0]++;
                assertEquals(StreamStart.MAXIMUM, start.client().length);
                return Recognition.NEED_MORE;
            }
        });
        assertEquals(List.of(), heard.decoded);
        return asked[0];
    }

    @Test
    void aGapBeforeRecognitionReachesTheDecoder() {
        List<String> events = new ArrayList<>();
        run("handshake; S data 'x'; unseen; C ACK; S data 'ab'; S FIN", new Octets() {
            @Override
            public Recognition recognise(StreamStart start) {
                return start.server().length < 2 ? Recognition.NEED_MORE : Recognition.MATCH;
            }

            @Override
            public ConversationDecoder open(Conversation conversation) {
                return new ConversationDecoder() {
                    @Override
                    public void data(Direction direction, StreamData data) {
                        events.add(direction + " data " + data.offset() + " " + data.length());
                    }

                    @Override
                    public void gap(Direction direction, long offset, long length) {
                        events.add(direction + " gap " + offset + " " + length);
                    }

                    @Override
                    public void end(Direction direction, StreamListener.End end) {
                        events.add(direction + " " + end);
                    }

                    @Override
                    public void over() {
                        events.add("over");
                    }
                };
            }
        });
        assertEquals(List.of("server gap 0 1", "server data 1 2", "server FIN", "over"), events);
    }

    /** What a decoder that is not compiled with our checks may do. */
    private static Heard runFaulty(BiConsumer<Conversation, StreamData> onData) {
        return run("handshake\nS data 'ab'\nC ACK", new Octets() {
            @Override
            public ConversationDecoder open(Conversation conversation) {
                return new ConversationDecoder() {
                    @Override
                    public void data(Direction direction, StreamData data) {
                        onData.accept(conversation, data);
                    }

                    @Override
                    public void gap(Direction direction, long offset, long length) {}

                    @Override
                    public void end(Direction direction, StreamListener.End end) {}
                };
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT, 0, 1, of whom nothing has come",
        "SERVER, 1, 1, from offset 1 to before 1",
        "SERVER, -1, 1, from offset -1 to before 1"
    })
    void aMessageThatCannotBeIsItsDecodersFault(Direction direction, long start, long end, String told) {
        Heard heard = runFaulty((conversation, data) ->
                conversation.message(new DecodedMessage(direction, "kind", "", List.of(), "text", start, end, 0)));
        assertEquals(List.of(), heard.decoded);
        assertEquals(1, heard.failed.size());
        assertTrue(heard.failed.getFirst().contains(told), heard.failed.getFirst());
    }

    @Test
    @SuppressWarnings("NullAway") // is what is tested
    void whatIsMissingIsItsDecodersFault() {
        Heard text = runFaulty((conversation, data) ->
                conversation.message(new DecodedMessage(Direction.SERVER, "kind", "", List.of(), null, 0, 1, 0)));
        assertTrue(text.failed.getFirst().contains("a message without a text"), text.failed.getFirst());
        Heard user = runFaulty((conversation, data) -> conversation.identify(null));
        assertTrue(user.failed.getFirst().contains("no user"), user.failed.getFirst());
    }
}
