package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.IcmpFrames;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpFrame;
import parley.analyzer.wire.TcpHeader;

/** segments.csv and packets.csv of TCP that was cut, that ICMP errors quote or tunnels carry, beside tshark's. */
class PartialSegmentsTest {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final String ERRORS = "icmp.type in {3, 4, 5, 11, 12} or icmpv6.type in {1, 2, 3, 4}";
    private static final int[] WINDOW_SCALE_7 = {1, 3, 3, 7};

    @TempDir
    Path folder;

    @Test
    void asMuchIsSaidAsWasQuoted() throws Exception {
        List<byte[]> packets = new ArrayList<>(handshake("10.0.0.1", "10.0.0.2"));
        byte[] line = line("10.0.0.1", "10.0.0.2");
        for (int quoted = 1; quoted <= line.length; quoted++) {
            packets.add(IcmpFrames.v4(3, 4, Arrays.copyOf(line, quoted)));
        }
        compare(packets);
    }

    @Test
    void soItIsOfIpv6() throws Exception {
        List<byte[]> packets = new ArrayList<>(handshake("2001:db8::1", "2001:db8::2"));
        byte[] line = line("2001:db8::1", "2001:db8::2");
        for (int quoted = V6_HEADER; quoted <= line.length; quoted++) {
            packets.add(IcmpFrames.v6(2, 0, Arrays.copyOf(line, quoted)));
        }
        compare(packets);
    }

    @Test
    void aHeaderThatWasCutIsSaidAsFarAsItGoes() throws Exception {
        List<Frame> frames = new ArrayList<>(whole(handshake("10.0.0.1", "10.0.0.2")));
        byte[] line = segment("10.0.0.1", "10.0.0.2")
                .flags(TcpHeader.PSH | TcpHeader.ACK)
                .sequence(101)
                .acknowledgment(501)
                .tcpOptions(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2)
                .payload(new byte[] {'h', 'i'})
                .octets();
        for (int captured = V4_HEADER; captured <= line.length; captured++) {
            frames.add(Frame.of(frames.size() * 1_000_000_000L, line).snapped(captured));
        }
        byte[] syn = segment("10.0.0.1", "10.0.0.3")
                .flags(TcpHeader.SYN)
                .tcpOptions(2, 4, 5, 180, 1, 3, 3, 7, 4, 2)
                .octets();
        for (int captured = V4_HEADER; captured <= syn.length; captured++) {
            byte[] another = syn.clone();
            another[V4_HEADER + 1] = (byte) captured;
            frames.add(Frame.of(frames.size() * 1_000_000_000L, another).snapped(captured));
        }
        compare(frames, "tcp");
    }

    @Test
    void aHeaderLengthThatCannotBeLeavesTheRest() throws Exception {
        List<Frame> frames = new ArrayList<>(whole(handshake("10.0.0.1", "10.0.0.2")));
        byte[] line = line("10.0.0.1", "10.0.0.2");
        byte[] unknown = line("10.0.0.3", "10.0.0.2");
        for (int words : new int[] {0, 1, 4, 7, 8, 15}) {
            for (byte[] packet : List.of(line, unknown)) {
                byte[] lying = packet.clone();
                lying[V4_HEADER + 12] = (byte) (words << 4);
                for (int captured = V4_HEADER + 12; captured <= lying.length; captured++) {
                    frames.add(Frame.of(frames.size() * 1_000_000_000L, lying).snapped(captured));
                }
            }
        }
        compare(frames, "tcp");
    }

    @Test
    void aDatagramThatIsShorterThanAHeaderIsSaidAsFarAsItGoes() throws Exception {
        List<byte[]> packets = new ArrayList<>(handshake("10.0.0.1", "10.0.0.2"));
        for (int carried = 0; carried <= 20; carried++) {
            packets.add(segment("10.0.0.1", "10.0.0.2")
                    .flags(TcpHeader.ACK | TcpHeader.URG)
                    .sequence(101)
                    .acknowledgment(501)
                    .totalLength(V4_HEADER + carried)
                    .octets());
        }
        compare(whole(packets), "tcp");
    }

    @Test
    void onlyErrorsQuote() throws Exception {
        byte[] v4 = line("10.0.0.1", "10.0.0.2");
        byte[] v6 = line("2001:db8::1", "2001:db8::2");
        List<byte[]> packets = new ArrayList<>();
        IntStream.of(0, 3, 4, 5, 8, 11, 12, 13, 40).forEach(type -> packets.add(IcmpFrames.v4(type, 0, v4)));
        IntStream.of(1, 2, 3, 4, 100, 128, 137).forEach(type -> packets.add(IcmpFrames.v6(type, 0, v6)));
        compare(packets);
    }

    @Test
    void eachCodeHasItsWords() throws Exception {
        byte[] v4 = line("10.0.0.1", "10.0.0.2");
        byte[] v6 = line("2001:db8::1", "2001:db8::2");
        List<byte[]> packets = new ArrayList<>();
        IntStream.of(3, 4, 5, 11, 12)
                .forEach(type -> IntStream.range(0, 18).forEach(code -> packets.add(IcmpFrames.v4(type, code, v4))));
        IntStream.of(1, 2, 3, 4)
                .forEach(type -> IntStream.range(0, 10).forEach(code -> packets.add(IcmpFrames.v6(type, code, v6))));
        compare(packets);
    }

    @Test
    void aQuoteCountsToItsStreamAndOpensANewOne() throws Exception {
        byte[] syn = segment("10.0.0.1", "10.0.0.2")
                .flags(TcpHeader.SYN)
                .sequence(900)
                .octets();
        byte[] later = segment("10.0.0.1", "10.0.0.2").sequence(901).octets();
        byte[] shortHeader = later.clone();
        shortHeader[V4_HEADER + 12] = 0x30;
        compare(List.of(
                IcmpFrames.v4(3, 1, syn),
                IcmpFrames.v4(3, 1, Arrays.copyOf(syn, V4_HEADER + 8)),
                syn,
                IcmpFrames.v4(3, 1, shortHeader),
                later,
                IcmpFrames.v4(3, 1, line("10.0.0.5", "10.0.0.2"))));
    }

    @Test
    void theFirstAddressesOfATunnelAreItsOwn() throws Exception {
        byte[] v4 = line("10.0.0.1", "10.0.0.2");
        byte[] v6 = line("2001:db8::1", "2001:db8::2");
        byte[] quote = IcmpFrames.v4(3, 1, v4);
        compare(List.of(
                IcmpFrames.ip(4, 4, v4),
                IcmpFrames.ip(4, 41, v6),
                IcmpFrames.ip(6, 4, v4),
                IcmpFrames.ip(6, 41, v6),
                IcmpFrames.ip(4, 4, IcmpFrames.ip(4, 4, v4)),
                IcmpFrames.ip(4, 41, IcmpFrames.ip(6, 4, v4)),
                IcmpFrames.ip(4, 4, quote)));
    }

    private static List<byte[]> handshake(String client, String server) {
        TcpFrame answer = TcpFrame.of(
                        Endpoints.parse(endpoint(server, 10_000)), Endpoints.parse(endpoint(client, 40_000)))
                .linkType(LinkType.RAW);
        return List.of(
                segment(client, server)
                        .flags(TcpHeader.SYN)
                        .sequence(100)
                        .tcpOptions(WINDOW_SCALE_7)
                        .octets(),
                answer.flags(TcpHeader.SYN | TcpHeader.ACK)
                        .sequence(500)
                        .acknowledgment(101)
                        .tcpOptions(WINDOW_SCALE_7)
                        .octets(),
                segment(client, server).sequence(101).acknowledgment(501).octets());
    }

    private static byte[] line(String client, String server) {
        return segment(client, server)
                .flags(TcpHeader.PSH | TcpHeader.ACK)
                .sequence(101)
                .acknowledgment(501)
                .payload("hello".getBytes(StandardCharsets.US_ASCII))
                .octets();
    }

    private static TcpFrame segment(String client, String server) {
        return TcpFrame.of(Endpoints.parse(endpoint(client, 40_000)), Endpoints.parse(endpoint(server, 10_000)))
                .linkType(LinkType.RAW)
                .window(1000);
    }

    private static String endpoint(String address, int port) {
        return address.contains(":") ? "[" + address + "]:" + port : address + ":" + port;
    }

    private void compare(List<byte[]> packets) throws IOException, InterruptedException {
        compare(whole(packets), ERRORS);
    }

    private static List<Frame> whole(List<byte[]> packets) {
        return IntStream.range(0, packets.size())
                .mapToObj(i -> Frame.of(i * 1_000_000_000L, packets.get(i)))
                .toList();
    }

    /** Every row of segments.csv, and Info of the packets that the filter selects. */
    private void compare(List<Frame> frames, String filter) throws IOException, InterruptedException {
        Path capture = Files.write(folder.resolve("partial.pcap"), PcapBytes.of(LinkType.RAW, frames));
        assertEquals(tshark(capture, "tcp", SegmentsTable.columnNames()), rows(CsvReport.SEGMENTS, capture));
        List<String> expected = tshark(capture, filter, List.of("_ws.col.No.", "_ws.col.Info"));
        List<String> all = Reports.rows(text(CsvReport.PACKETS, capture)).stream()
                .map(row -> row.get("No.") + "\t" + row.get("Info"))
                .toList();
        assertEquals(expected, expected.stream().filter(all::contains).toList());
    }

    private static List<String> rows(CsvReport report, Path capture) throws IOException {
        return Reports.rows(text(report, capture)).stream()
                .map(Map::values)
                .map(cells -> String.join("\t", cells))
                .toList();
    }

    private static String text(CsvReport report, Path capture) throws IOException {
        try (PacketSource source = CaptureFile.open(capture)) {
            return Reports.text(report, source, AnalysisOptions.DEFAULT, CsvText.SAFE);
        }
    }

    private static List<String> tshark(Path capture, String filter, List<String> fields)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-Y", filter));
        command.addAll(List.of("-o", "tcp.check_checksum:FALSE", "-d", "tcp.port==10000,data"));
        command.addAll(List.of("-T", "fields", "-E", "occurrence=f"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            throw new TestAbortedException("tshark is not installed", missing);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        assertEquals(0, process.waitFor());
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
