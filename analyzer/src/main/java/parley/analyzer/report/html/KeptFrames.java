package parley.analyzer.report.html;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.report.PacketDescription;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpHeader;

/** Frames with their octets: the capture's first, and behind those the ones out of the ordinary. */
final class KeptFrames implements Part {
    /** Octets kept of a frame. */
    static final int LONGEST = 2_048;

    private static final int LONGEST_COMMENT = 1_000;

    /** Frames of one sort, and their octets, up to a bound. */
    private static final class Room {
        private int frames = 4_000;
        private int octets = 1 << 20;

        boolean take(int length) {
            if (frames == 0 || length > octets) {
                frames = 0;
                return false;
            }
            frames--;
            octets -= length;
            return true;
        }
    }

    /** Where layers begin in the frame's octets, -1 where they do not. */
    private record Layers(int link, int network, int transport, int payload, int end) {}

    /** The numbers that the connection gives a segment. */
    private record Place(long stream, boolean fromClient, long sequence, long acknowledgment, long window) {}

    private record Frame(
            long number,
            long nanos,
            int length,
            int linkType,
            byte[] octets,
            Layers layers,
            @Nullable Place place,
            String protocol,
            String info,
            @Nullable String comment) {}

    private final Room first = new Room();
    private final Room special = new Room();
    private final List<Frame> frames = new ArrayList<>();
    private final TcpInfo tcpInfo = new TcpInfo();

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        int length = Math.min(packet.packet().capturedLength(), LONGEST);
        if (first.take(length) || (isSpecial(segment) && special.take(length))) {
            frames.add(frame(packet, segment, length));
        }
    }

    private static boolean isSpecial(@Nullable Segment segment) {
        return segment == null
                || segment.analysis().hasFlags()
                || segment.isSyn()
                || segment.isFin()
                || segment.isRst();
    }

    private Frame frame(DecodedPacket decoded, @Nullable Segment segment, int length) {
        Packet packet = decoded.packet();
        byte[] octets = packet.bytes();
        String info = segment == null ? PacketDescription.info(decoded) : tcpInfo.write(segment);
        return new Frame(
                packet.number(),
                packet.timestampNanos(),
                packet.originalLength(),
                packet.linkType(),
                octets.length == length ? octets : Arrays.copyOf(octets, length),
                layers(decoded),
                segment == null ? null : place(segment),
                segment == null ? PacketDescription.protocol(decoded) : tcpInfo.protocol(),
                info,
                clip(packet.comment()));
    }

    private static @Nullable String clip(@Nullable String comment) {
        return comment == null || comment.length() <= LONGEST_COMMENT
                ? comment
                : comment.substring(0, LONGEST_COMMENT) + "…";
    }

    private static Layers layers(DecodedPacket decoded) {
        Packet packet = decoded.packet();
        boolean here = decoded.hasTcp() && decoded.fragments().isEmpty();
        if (!here) {
            return new Layers(decoded.link().length(), decoded.networkStart(), -1, -1, -1);
        }
        TcpHeader tcp = decoded.tcp();
        int payload = (int) (tcp.payloadOffset() - packet.offset());
        return new Layers(
                decoded.link().length(),
                decoded.networkStart(),
                (int) (tcp.headerOffset() - packet.offset()),
                payload,
                payload + tcp.capturedPayloadLength());
    }

    private static Place place(Segment segment) {
        return new Place(
                segment.connection().index(),
                segment.isFromClient(),
                segment.sequence(),
                segment.isAck() ? segment.acknowledgment() : 0,
                segment.window());
    }

    @Override
    public void write(JsonWriter json, Ticks ticks) throws IOException {
        json.beginArray();
        for (Frame frame : frames) {
            json.beginObject();
            json.name("number").value(frame.number);
            json.name("time").value(ticks.at(frame.nanos));
            json.name("length").value(frame.length);
            json.name("link").value(LinkType.name(frame.linkType));
            json.name("octets").value(Base64.getEncoder().encodeToString(frame.octets));
            write(
                    json,
                    "layers",
                    List.of(
                            frame.layers.link,
                            frame.layers.network,
                            frame.layers.transport,
                            frame.layers.payload,
                            frame.layers.end));
            Place place = frame.place;
            if (place != null) {
                json.name("stream").value(place.stream);
                json.name("fromClient").value(place.fromClient);
                json.name("seq").value(place.sequence);
                json.name("ack").value(place.acknowledgment);
                json.name("win").value(place.window);
            }
            json.name("protocol").value(frame.protocol);
            json.name("info").value(frame.info);
            if (frame.comment != null) {
                json.name("comment").value(frame.comment);
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void write(JsonWriter json, String name, List<Integer> numbers) throws IOException {
        json.name(name).beginArray();
        for (int number : numbers) {
            json.value(number);
        }
        json.endArray();
    }
}
