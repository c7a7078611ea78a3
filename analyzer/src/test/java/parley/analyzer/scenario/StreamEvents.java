package parley.analyzer.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;

/** What reassembly says, a line an event: with which frame, of which connection, who sends, what. */
final class StreamEvents implements AnalysisListener {
    /** Longer texts are shortened to this many octets. */
    private static final int TEXT = 40;

    private final StringBuilder events = new StringBuilder();
    private long frame;

    String told() {
        return events.toString();
    }

    /** The source, watched: an event belongs to the packet that was given last, or to the end of the capture. */
    PacketSource watching(PacketSource source) {
        return new ForwardingSource(source) {
            @Override
            public boolean next(Packet packet) throws IOException {
                boolean more = source().next(packet);
                frame = more ? packet.number() : 0;
                return more;
            }
        };
    }

    private void line(Connection connection, Flow flow, String what) {
        String when = frame == 0 ? "end" : "frame " + frame;
        events.append(
                String.format(Locale.ROOT, "%-9s %d %-15s %s\n", when, connection.index(), flow.endpoint(), what));
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        long carrier = data.carrier().frame();
        line(
                connection,
                flow,
                data.offset() + "+" + data.length() + " " + quoted(data.bytes(), data.length())
                        + (carrier == frame ? "" : " of frame " + carrier)
                        + (data.isBehindLoss() ? ", behind what was never acknowledged" : ""));
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        line(connection, flow, offset + "+" + length + " missing");
    }

    @Override
    public void end(Connection connection, Flow flow, StreamListener.End end) {
        line(connection, flow, end.name());
    }

    private static String quoted(byte[] octets, int length) {
        String text = new String(octets, 0, Math.min(length, TEXT), StandardCharsets.ISO_8859_1);
        StringBuilder quoted = new StringBuilder("'");
        for (char octet : text.toCharArray()) {
            switch (octet) {
                case '\n' -> quoted.append("\\n");
                case '\'', '\\' -> quoted.append('\\').append(octet);
                default -> {
                    if (octet < ' ' || octet > '~') {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) octet));
                    } else {
                        quoted.append(octet);
                    }
                }
            }
        }
        return quoted.append(length > TEXT ? "..." : "").append('\'').toString();
    }
}
