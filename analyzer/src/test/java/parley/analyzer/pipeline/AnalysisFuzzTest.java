package parley.analyzer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.TableFormat;
import parley.analyzer.report.TerminalSummary;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpFrame;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.DecodedPacket;

/**
 * Whatever the packets are, the analysis ends with all reports written, has counted every packet, and has given each
 * direction's octets once and in order.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class AnalysisFuzzTest {
    private static final int HEADER = 3;
    private static final int TCP_IN_ETHERNET = 34;
    private static final int PROTOCOL = 23;
    private static final byte TCP = 6;
    private static final byte ICMP = 1;

    static Stream<byte[]> conversations() {
        return Stream.of(conversation("""
                        handshake
                        S data 'welcome to the chat\\n'
                        C data 'Ofir\\n'
                        S data 'hello Ofir\\n'
                        C data 'Roony - hi\\n'
                        S ACK
                        close
                        """), conversation("""
                        handshake
                        S data 'enter name:\\n'
                        C data 'Emily'
                        reorder
                        S data 'hello Emily\\n'
                        unseen
                        C ACK
                        C data 'all - lunch?\\n'
                        at +300ms
                        C again
                        S data 40
                        dup
                        C ACK win=0
                        C RST
                        """));
    }

    /** The segments of a script in the form of input. */
    private static byte[] conversation(String script) {
        ByteBuffer input = ByteBuffer.allocate(4096);
        long before = TcpScript.START_NANOS;
        for (Frame frame : frames(script)) {
            byte[] tcp = Arrays.copyOfRange(frame.octets(), TCP_IN_ETHERNET, frame.octets().length);
            boolean fromServer = ByteBuffer.wrap(tcp).getShort() == 10_000;
            long millis = Math.min(0x7f, (frame.nanos() - before) / 1_000_000);
            before = frame.nanos();
            input.put((byte) ((fromServer ? 0x80 : 0) | millis)).putShort((short) tcp.length);
            input.put(tcp);
        }
        byte[] unreachable = {3, 1, 0, 0, 0, 0, 0, 0};
        byte[] about =
                Arrays.copyOfRange(frames(script).getLast().octets(), TCP_IN_ETHERNET - 20, TCP_IN_ETHERNET + 20);
        input.put((byte) 1).putShort((short) (0x8000 | unreachable.length + about.length));
        input.put(unreachable).put(about);
        return Arrays.copyOf(input.array(), input.position());
    }

    private static List<Frame> frames(String script) {
        List<Frame> frames = new ArrayList<>();
        try (PacketSource source = TcpScript.parse(script).source()) {
            Packet packet = new Packet();
            while (source.next(packet)) {
                frames.add(new Frame(packet.timestampNanos(), packet.bytes(), packet.originalLength()));
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return frames;
    }

    /**
     * TCP segments between two hosts.
     *
     * @param input of each an octet that says which host sends it (0x80) and how many milliseconds later (0x7f); its
     *     length in two octets, 0x8000 for ICMP in place of TCP; the segment, header and all
     */
    @MethodSource("conversations")
    @FuzzTest
    void conversations(byte[] input) throws IOException {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(input);
        long nanos = TcpScript.START_NANOS;
        while (buffer.remaining() >= HEADER) {
            int control = buffer.get();
            int length = buffer.getShort();
            byte[] segment = new byte[Math.min(length & 0x7fff, buffer.remaining())];
            buffer.get(segment);
            nanos += (control & 0x7f) * 1_000_000L;
            frames.add(Frame.of(nanos, inEthernet(control < 0, length < 0 ? ICMP : TCP, segment)));
        }
        analyze(frames);
    }

    private static byte[] inEthernet(boolean fromServer, byte protocol, byte[] segment) {
        TcpFrame frame = fromServer
                ? TcpFrame.of(Endpoints.parse("10.0.0.2:10000"), Endpoints.parse("10.0.0.1:40000"))
                : TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"));
        byte[] header = Arrays.copyOf(frame.totalLength(20 + segment.length).octets(), TCP_IN_ETHERNET);
        byte[] octets = Arrays.copyOf(header, header.length + segment.length);
        System.arraycopy(segment, 0, octets, header.length, segment.length);
        octets[PROTOCOL] = protocol;
        return octets;
    }

    private static void analyze(List<Frame> frames) throws IOException {
        List<ReportSink> sinks = new ArrayList<>();
        for (CsvReport report : CsvReport.values()) {
            sinks.add(report.open(OutputStream.nullOutputStream(), TableFormat.csv(CsvText.SAFE)));
        }
        StringBuilder summary = new StringBuilder();
        sinks.add(new TerminalSummary(summary, 80, false, AnalysisDepth.FINDINGS));
        Account account = new Account();
        Analysis.Result result = new Analysis(AnalysisOptions.DEFAULT.withChecksums(true), sinks, List.of(account))
                .run(new FrameSource(LinkType.ETHERNET, frames));
        assertEquals(frames.size(), result.summary().packets());
        assertEquals(frames.size(), account.packets);
        assertEquals(account.opened, account.closed);
        assertTrue(
                summary.toString().lines().allMatch(line -> line.codePoints().noneMatch(Character::isISOControl)),
                summary::toString);
    }

    /** Keeps account of what it hears. */
    private static final class Account implements AnalysisListener {
        private final Map<Flow, Long> next = new HashMap<>();
        private final Map<Flow, StreamListener.End> ended = new HashMap<>();
        private long packets;
        private int opened;
        private int closed;

        @Override
        public void packet(DecodedPacket packet, @Nullable Segment segment) {
            packets++;
            assertEquals(packets, packet.packet().number());
            assertEquals(packet.hasTcp(), segment != null);
        }

        @Override
        public void opened(Connection connection) {
            assertEquals(opened++, connection.index());
        }

        @Override
        public void closed(Connection connection) {
            closed++;
            assertTrue(connection.index() < opened);
        }

        @Override
        public void data(Connection connection, Flow flow, StreamData data) {
            assertTrue(data.length() > 0);
            pass(flow, data.offset(), data.length());
        }

        @Override
        public void gap(Connection connection, Flow flow, long offset, long length) {
            assertTrue(length > 0);
            pass(flow, offset, length);
        }

        private void pass(Flow flow, long offset, long length) {
            assertEquals(next.getOrDefault(flow, 0L), offset);
            next.put(flow, offset + length);
        }

        @Override
        public void end(Connection connection, Flow flow, StreamListener.End end) {
            assertFalse(ended.containsKey(flow), "a direction ends once");
            ended.put(flow, end);
        }

        @Override
        public void decoderFailed(Connection connection, String decoder, long frame, String reason) {
            throw new AssertionError(decoder + " failed in frame " + frame + ": " + reason);
        }
    }
}
